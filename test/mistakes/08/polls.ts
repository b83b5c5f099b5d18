import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L08-B12',
  edits: [
    {
      file: 'queue.ts',
      find: `    while (this.#word(COUNT) === 0 && this.#word(STOPPED) === 0) this.#changed.wait(this.#mutex);
`,
      replace: `    while (this.#word(COUNT) === 0 && this.#word(STOPPED) === 0) this.#changed.timedWait(this.#mutex, 10);
`,
    },
  ],
  fails: ['threads sleep until there is a job, and one job wakes one thread'],
});
