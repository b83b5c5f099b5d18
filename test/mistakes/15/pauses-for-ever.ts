import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    this.#retry.start(RETRY_MS);
`,
      replace: `    void [this.#retry, RETRY_MS];
`,
    },
  ],
  fails: ['proactor: without a free descriptor it neither spins nor ends'],
});
