import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'owner.ts',
      find: 'if (client?.generation === generation) client.answer',
      replace: 'if (client !== undefined) client.answer',
    },
  ],
  fails: ['an answer for a client that has gone reaches nobody, also when its descriptor is used again'],
});
