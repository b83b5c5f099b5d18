import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B04',
  edits: [
    {
      file: 'timeouts.ts',
      find: `select(fd + 1, set, null, null, left) :`,
      replace: `select(fd + 1, set, null, null, left === null ? null : { ...left }) :`,
    },
  ],
  fails: ['readTimeout: keeps to its time though signals interrupt it'],
});
