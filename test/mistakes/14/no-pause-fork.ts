import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'pool.ts', find: 'this.#replace(true);', replace: 'this.#replace(false);' }],
  fails: ['fork fails: the other workers serve, and the missing one is made later'],
});
