import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      writable.add(fd);
      readable.delete(fd);
`,
      replace: `      writable.add(fd);
`,
    },
    {
      file: 'server.ts',
      find: `        else if (readable.has`,
      replace: `        if (readable.has`,
    },
  ],
  fails: ['sends the rest after a short write'],
});
