import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: `    Atomics.store(this.#words, this.#ring.sqOff.tail >> 2, this.#tail);
`,
      replace: '',
    },
  ],
  fails: ['completions: each line is acknowledged when it arrives'],
});
