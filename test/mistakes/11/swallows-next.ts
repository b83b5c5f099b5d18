import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `Math.min(PIPE_BYTES, missing), SPLICE`,
      replace: `PIPE_BYTES + 0 * missing, SPLICE`,
    },
    {
      file: 'upload.ts',
      find: `return this.#stored === this.#length;`,
      replace: `return this.#stored >= this.#length;`,
    },
  ],
  fails: ['upload: begins and ends at its own bytes'],
});
