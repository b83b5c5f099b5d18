import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `      while (this.#word(COUNT) === 0 && this.#word(STOPPED) === 0) this.#changed.wait(this.#mutex);
`,
      replace: `      if (this.#word(COUNT) === 0 && this.#word(STOPPED) === 0) this.#changed.wait(this.#mutex);
`,
    },
  ],
  fails: ['a thread that wakes and finds no job goes on waiting'],
});
