import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `    if (n === 0) throw new Failure('the client has ended in the middle of an upload');`,
      replace: `    if (n === 0) {
      rename(this.#draft, this.#path);
      throw new Failure('the client has ended in the middle of an upload');
    }`,
    },
  ],
  fails: ['upload: keeps the old file when a client ends its direction in the middle'],
});
