import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: `    if (!young) {
`,
      replace: `    if (!young || this.#deaths > 0) {
`,
    },
  ],
  fails: ['a worker that dies young is replaced after a pause, which grows'],
});
