import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `    close(this.#file);
    return this.#stored;
`,
      replace: `    return this.#stored;
`,
    },
  ],
  fails: ['stores uploads of every size exactly'],
});
