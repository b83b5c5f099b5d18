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
  ],
  fails: ['tasks run at once, after the events of a round, or in the next round'],
});
