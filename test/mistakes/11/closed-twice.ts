import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `    rename(this.#draft, this.#path);
    this.#pipe.release();
    close(this.#file);
`,
      replace: `    close(this.#file);
    rename(this.#draft, this.#path);
    this.#pipe.release();
`,
    },
  ],
  fails: ['upload: the name of a folder, the draft of an earlier run, a draft that has gone'],
});
