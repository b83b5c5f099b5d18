import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B10',
  edits: [
    {
      file: 'connection.ts',
      find: `      this.lastActive = this.#loop.now;
      this.#deliver`,
      replace: `      this.#deliver`,
    },
  ],
  fails: ['lets silent clients go, and keeps those who talk'],
});
