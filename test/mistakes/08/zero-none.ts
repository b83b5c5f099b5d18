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
  fails: ['several jobs offered at once wake as many threads'],
});
