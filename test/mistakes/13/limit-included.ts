import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: 'if (packets > limits.packets ||',
      replace: 'if (packets >= limits.packets ||',
    },
  ],
  fails: ['a client that reads nothing is put out when too many packets wait, and not before'],
});
