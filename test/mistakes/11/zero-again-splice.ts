import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'spliced.ts',
      find: `    if (!n) throw new Shrunk();
    pipe.holds += n;`,
      replace: `    pipe.holds += n ?? 0;`,
    },
    {
      file: 'spliced.ts',
      find: `      if (!this.#drain(this.#pipe, part)) return;`,
      replace: `      if (this.#pipe.holds === 0 || !this.#drain(this.#pipe, part)) return;`,
    },
  ],
  fails: ['splice: ends the connection when the file shrinks'],
});
