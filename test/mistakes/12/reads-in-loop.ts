import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      const handed = new Handed(this, ++this.#last, fd);
      this.#handed.set(handed.id, handed);
      this.#begin(handed);
`,
      replace: `      this.#begin(new Served(this, fd));
`,
    },
  ],
  fails: [
    'the trace says who reads: the workers in the reactor, the loop in the proactor, whose workers open the files',
  ],
});
