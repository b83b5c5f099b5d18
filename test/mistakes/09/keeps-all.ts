import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'byte-buffer.ts',
      find: `    if (this.#bytes.length > this.#kept) this.#bytes = EMPTY;
`,
      replace: ``,
    },
  ],
  fails: ['the buffer costs what it holds: it grows, moves, and gives memory back'],
});
