import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L08-B21',
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
