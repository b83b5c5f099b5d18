import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'receive.ts',
      find: `if (n === null) return 'nothing';`,
      replace: `if (n === null || n === 0) return 'nothing';`,
    },
  ],
  fails: ['polling: nothing yet, the end, and an error are told apart'],
});
