import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `    this.#mutex.unlock();
    return job;
`,
      replace: `    this.#mutex.unlock();
    return job || null;
`,
    },
  ],
  fails: ['as many threads as there are jobs'],
});
