import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `      const n = pwrite(this.#file, bytes.subarray(done), this.#stored) ?? 0;
`,
      replace: `      const n = bytes.length;
`,
    },
  ],
  fails: ['stores uploads of every size exactly'],
});
