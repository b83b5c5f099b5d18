import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B24',
  edits: [
    {
      file: 'loop.ts',
      find: `    eventfdWrite(this.#wakeFd);
`,
      replace: `    void this.#wakeFd;
`,
    },
    {
      file: 'loop.ts',
      find: `eventfdRead, eventfdWrite,`,
      replace: `eventfdRead,`,
    },
  ],
  fails: ['tasks: at once, after the events of this round, and in the next one'],
});
