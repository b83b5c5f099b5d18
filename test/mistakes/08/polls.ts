import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `      while (this.#word(COUNT) === 0 && this.#word(STOPPED) === 0) this.#changed.wait(this.#mutex);
`,
      replace: `      while (this.#word(COUNT) === 0 && this.#word(STOPPED) === 0) this.#changed.timedWait(this.#mutex, 10);
`,
    },
  ],
  fails: ['threads sleep until there is a job, and one job wakes one thread'],
});
