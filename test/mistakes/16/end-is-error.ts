import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'guard.ts', find: `return n === 0 ? 'end' : 'data';`, replace: `return n === 0 ? 'EPIPE' : 'data';` },
  ],
  fails: ['a peer that has forgotten the connection is found by writing'],
});
