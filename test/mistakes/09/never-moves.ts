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
  fails: ['the buffer costs what it holds: it grows, moves, and gives memory back'],
  also: ['the buffer gives back what was put in, in order'],
});
