import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B01',
  edits: [{ file: 'server.ts', find: `select(highest + 1, readable`, replace: `select(highest, readable` }],
  fails: ['serves its clients in any order'],
});
