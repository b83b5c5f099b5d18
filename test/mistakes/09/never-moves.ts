import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'byte-buffer.ts',
      find: `    if (this.#bytes.length - length >= count && length <= this.#begin)
`,
      replace: `    if (count < 0)
`,
    },
  ],
  fails: ['the buffer moves bytes before it grows, and frees large memory when it is empty'],
  also: ['the buffer returns the bytes that were put in, in order'],
});
