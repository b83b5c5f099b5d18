import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B18',
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
    {
      file: 'loop.ts',
      find: `this.poller.poll(this.#tasks.length > 0 ? 0 : -1)`,
      replace: `this.poller.poll(-1)`,
    },
  ],
  fails: ['tasks: at once, after the events of this round, and in the next one'],
  also: ['SIGTERM: accepts nobody, sends what is pending, exits'],
});
