import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'handed.ts',
      find: `    if (this.#away) {
      this.#later = what;
      return;
    }
`,
      replace: `    if (this.#away) return;
`,
    },
  ],
  fails: [
    'with workers, too: slow heads end, answers for clients that have gone leave no file open, and SIGTERM ends all threads',
  ],
});
