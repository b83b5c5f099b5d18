import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'deadlines.ts',
      find: `        this.clear(item);
        this.#expired(item, phase);
`,
      replace: `        this.#expired(item, phase);
        this.clear(item);
`,
    },
  ],
  fails: ['a client that takes nothing, or does not end, is not waited for without end'],
});
