import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B15',
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
