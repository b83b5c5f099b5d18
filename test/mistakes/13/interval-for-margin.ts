import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'heartbeat.ts',
      find: '2 * interval + margin',
      replace: '3 * interval + 0 * margin',
    },
  ],
  fails: ['a heartbeat that is left behind does not close the next owner of the slot'],
});
