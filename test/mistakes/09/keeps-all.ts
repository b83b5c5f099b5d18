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
  fails: ['the buffer moves bytes before it grows, and frees large memory when it is empty'],
});
