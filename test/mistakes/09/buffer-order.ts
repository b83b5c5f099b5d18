import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'byte-buffer.ts',
      find: `    this.#begin = 0;
    this.#end = length;
`,
      replace: `    this.#end -= this.#begin;
    this.#begin = Math.min(this.#begin, 1);
`,
    },
  ],
  fails: ['the buffer returns the bytes that were put in, in order'],
  also: ['a client that reads late gets all bytes, also after its half-close, and memory stays bounded'],
});
