import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `    try {
      unlink(this.#draft);
    } catch (error) {
      if (!isSystemError(error, 'ENOENT')) throw error;
    }
`,
      replace: `    unlink(this.#draft);
`,
    },
  ],
  fails: ['upload: the name of a folder, the draft of an earlier run, a draft that has gone'],
});
