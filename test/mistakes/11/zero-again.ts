import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sent-file.ts',
      find: `    if (n === 0) throw new Shrunk();
`,
      replace: `    if (n === 0 && part.size < 0) throw new Shrunk();
`,
    },
  ],
  fails: ['sendfile: ends the connection when the file shrinks'],
});
