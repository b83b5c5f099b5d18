import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'copy.ts',
      find: `      const length = pread(part.file, buffer, part.sent, Math.min(buffer.length, part.size - part.sent));
      if (!length) throw new Shrunk();`,
      replace: `      buffer.fill(0);
      pread(part.file, buffer, part.sent, Math.min(buffer.length, part.size - part.sent));
      const length = Math.min(buffer.length, part.size - part.sent);`,
    },
  ],
  fails: ['copy: ends the connection when the file shrinks'],
});
