import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'mapped.ts',
      find: `    if (this.#window !== null) munmap(this.#window);
`,
      replace: `    if (this.#window !== null && this.#complete) munmap(this.#window);
`,
    },
    {
      file: 'mapped.ts',
      find: `    if (part.sent === this.#begin + bytes.length) this.finish();`,
      replace: `    this.#complete = part.sent === this.#begin + bytes.length;
    if (this.#complete) this.finish();`,
    },
    {
      file: 'mapped.ts',
      find: `  #begin = 0;`,
      replace: `  #begin = 0;
  #complete = false;`,
    },
  ],
  fails: ['mmap: sends out of a mapping, and leaves none behind'],
});
