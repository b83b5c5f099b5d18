import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'mapped.ts',
      find: `send(this.#conn, bytes.subarray(part.sent - this.#begin), MSG_NOSIGNAL)`,
      replace: `send(this.#conn, Buffer.from(bytes.subarray(part.sent - this.#begin)), MSG_NOSIGNAL)`,
    },
  ],
  fails: ['mmap: ends the connection when the file shrinks, and lives'],
});
