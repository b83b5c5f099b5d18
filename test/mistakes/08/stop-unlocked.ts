import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L08-B22',
  edits: [
    {
      file: 'queue.ts',
      find: `    this.#mutex.lock();
    this.#words[STOPPED] = 1;
    this.#mutex.unlock();
`,
      replace: `    this.#words[STOPPED] = 1;
`,
    },
  ],
  fails: ['a stop asks for the mutex, and so do all who use the table'],
});
