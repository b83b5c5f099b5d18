import { mistake } from '#lesson';

export default mistake({
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
