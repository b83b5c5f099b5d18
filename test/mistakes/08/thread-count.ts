import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L08-B14',
  edits: [
    {
      file: 'pool.ts',
      find: `{ length: count }`,
      replace: `{ length: 2 }`,
    },
  ],
  fails: ['starts as many threads as it was told'],
});
