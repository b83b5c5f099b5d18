import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sent-file.ts',
      find: `const n = sendfile(this.#conn, part.file, part.sent, Math.min(TURN, part.size - part.sent));`,
      replace: `const bytes = Buffer.alloc(Math.min(TURN, part.size - part.sent));
    const length = pread(part.file, bytes, part.sent) ?? 0;
    const n = length === 0 ? 0 : send(this.#conn, bytes, MSG_NOSIGNAL, length);`,
    },
    {
      file: 'sent-file.ts',
      find: `import { type Fd, sendfile } from '#sys';`,
      replace: `import { type Fd, MSG_NOSIGNAL, pread, send } from '#sys';`,
    },
  ],
  fails: ['sendfile: no byte of the file passes through the memory of the program'],
});
