import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `    if (n === 0) throw new Failure('the client has ended in the middle of an upload');
    this.#pipe.holds += n ?? 0;
    return n !== null;`,
      replace: `    if (n === 0 && this.#length < 0) throw new Failure('the client has ended in the middle of an upload');
    this.#pipe.holds += n ?? 0;
    return n !== null && n > 0;`,
    },
  ],
  fails: ['upload: keeps the old file when a client ends its direction in the middle'],
});
