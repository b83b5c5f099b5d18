import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `      this.#file = open(this.#draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);`,
      replace: `      this.#draft = this.#path;
      this.#file = open(this.#path, O_WRONLY | O_CREAT | (O_EXCL & 0) | O_CLOEXEC);`,
    },
  ],
  fails: ['upload: shows the old file until the new one is complete'],
  also: [
    'upload: keeps the old file when a client ends its direction in the middle',
    'upload: keeps the old file when a client resets its connection in the middle',
    'upload: leaves no draft when the server stops, or the disk is full',
  ],
});
