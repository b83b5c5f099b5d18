import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'handler.ts', find: `return plain(405, ALLOW);`, replace: `return plain(405);` }],
  fails: ['methods, types and lengths, and no file stays open'],
});
