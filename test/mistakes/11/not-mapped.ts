import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'mapped.ts',
      find: `send(this.#conn, bytes.subarray(part.sent - this.#begin), MSG_NOSIGNAL)`,
      replace: `send(this.#conn, bytesOf(part, bytes.length - (part.sent - this.#begin)), MSG_NOSIGNAL)`,
    },
    {
      file: 'mapped.ts',
      find: `/** A file is mapped in windows`,
      replace: `function bytesOf(part: Part, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  pread(part.file, bytes, part.sent);
  return bytes;
}

/** A file is mapped in windows`,
    },
    {
      file: 'mapped.ts',
      find: `munmap, PROT_READ, send`,
      replace: `munmap, PROT_READ, pread, send`,
    },
  ],
  fails: ['mmap: sends out of a mapping, and leaves none behind'],
});
