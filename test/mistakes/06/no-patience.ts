import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'train.ts',
      find: `if (n === null) throw new TrainError('the peer takes nothing any more');`,
      replace: `if (n === null) continue;`,
    },
    {
      file: 'train.ts',
      find: `if (n === null) throw new TrainError('the peer says nothing any more');`,
      replace: `if (n === null) continue;`,
    },
  ],
  fails: [
    'sends on after EINTR, and gives a peer up that takes nothing',
    'receives on after EINTR, and gives a peer up that says nothing',
  ],
});
