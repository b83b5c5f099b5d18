import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'mapped.ts',
      find: `    if (part.sent === this.#begin + bytes.length) this.finish();
`,
      replace: ``,
    },
  ],
  fails: ['mmap: sends files of every size exactly'],
});
