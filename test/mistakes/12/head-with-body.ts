import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    if (request.method === 'HEAD') return;
`,
      replace: ``,
    },
  ],
  fails: ['GET and HEAD: the bytes of the file, its length and its type'],
});
