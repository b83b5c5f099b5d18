import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'work.ts', find: 'soft: Math.min(soft, hard), hard', replace: 'soft, hard' }],
  fails: ['each worker has the limit of the settings, and the next reload can raise it'],
});
