import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'spliced.ts',
      find: `const n = splice(part.file, part.sent, pipe.writeEnd, null, Math.min(PIPE_BYTES, part.size - part.sent));`,
      replace: `const bytes = Buffer.alloc(Math.min(PIPE_BYTES, part.size - part.sent));
    const length = pread(part.file, bytes, part.sent) ?? 0;
    const n = length === 0 ? 0 : write(pipe.writeEnd, bytes, length);`,
    },
    {
      file: 'spliced.ts',
      find: `SPLICE_F_NONBLOCK, splice } from`,
      replace: `SPLICE_F_NONBLOCK, pread, splice, write } from`,
    },
  ],
  fails: ['splice: no byte of the file passes through the memory of the program'],
});
