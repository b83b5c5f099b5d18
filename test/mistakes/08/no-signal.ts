import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L08-B02',
  edits: [
    {
      file: 'queue.ts',
      find: `    if (taken) this.#changed.signal();
`,
      replace: ``,
    },
  ],
  fails: ['threads sleep until there is a job, and one job wakes one thread'],
});
