import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `const n = splice(conn, null, this.#pipe.writeEnd, null, Math.min(PIPE_BYTES, missing), SPLICE_F_NONBLOCK);`,
      replace: `const bytes = Buffer.alloc(Math.min(PIPE_BYTES, missing));
    const n = recv(conn, bytes);
    if (n !== null && n > 0) write(this.#pipe.writeEnd, bytes, n);`,
    },
    {
      file: 'upload.ts',
      find: `  rename,
  SPLICE_F_NONBLOCK,
  splice,
  unlink,`,
      replace: `  recv,
  rename,
  splice,
  unlink,
  write,`,
    },
  ],
  fails: ['upload: hardly a byte of the file passes through the memory of the program'],
});
