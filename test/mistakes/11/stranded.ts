import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'spliced.ts',
      find: `if (this.#pipe.holds === 0) this.#fill(this.#pipe, part);`,
      replace: `this.#fill(this.#pipe, part);`,
    },
  ],
  fails: ['splice: loses no byte of a client that reads late'],
  also: ['splice: loses no byte when a call transfers only a part', 'splice: sends files of every size exactly'],
});
