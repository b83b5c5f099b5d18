import { mistake } from '#lesson';

export default mistake({
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
