import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'pool.ts', find: 'this.#deaths = young ? this.#deaths + 1 : 0;', replace: 'if (young) this.#deaths++;' },
  ],
  fails: ['a worker that dies young is replaced after a pause, which grows'],
});
