import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `    this.#mutex.with(() => {
      this.#words[STOPPED] = 1;
    });
`,
      replace: `    this.#words[STOPPED] = 1;
`,
    },
  ],
  fails: ['a stop locks the mutex, and so does each use of the table'],
});
