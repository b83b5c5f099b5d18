import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'mapped.ts',
      find: `    if (this.#window !== null) munmap(this.#window);
`,
      replace: `    if (this.#window?.length === -1) munmap(this.#window);
`,
    },
  ],
  fails: ['mmap: sends out of a mapping, and leaves none behind'],
});
