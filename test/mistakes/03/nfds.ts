import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'server.ts', find: `select(highest + 1, readable`, replace: `select(highest, readable` }],
  fails: ['serves its clients in any order'],
});
