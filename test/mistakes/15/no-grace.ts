import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    this.#grace.start(this.#graceMs);
`,
      replace: `    void [this.#grace, this.#graceMs];
`,
    },
  ],
  fails: ['proactor: a client that does not read is cut off after the grace, or at a second SIGTERM'],
});
