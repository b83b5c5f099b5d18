import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    if (this.#stopping) {
      this.#cutAll();
      return;
    }
`,
      replace: `    if (this.#stopping) return;
`,
    },
  ],
  fails: ['proactor: a client that does not read is cut off after the grace, or at a second SIGTERM'],
});
