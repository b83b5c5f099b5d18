import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `      unlink(this.#draft);`,
      replace: `      if (this.#length < 0) unlink(this.#draft);`,
    },
  ],
  fails: [
    'upload: keeps the old file when a client resets its connection in the middle',
    'upload: leaves no draft when the server stops, or the disk is full',
  ],
  also: ['upload: keeps the old file when a client ends its direction in the middle'],
});
