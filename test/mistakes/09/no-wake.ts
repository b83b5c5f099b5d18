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
  fails: ['tasks run at once, after the events of a round, or in the next round'],
  also: ['SIGTERM: the port closes, pending bytes are sent, the server exits'],
});
