import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      sendFile(conn, name, opened.file, opened.size);
    } finally {
`,
      replace: `      sendFile(conn, name, opened.file, opened.size);
      return;
    } finally {
`,
    },
  ],
  fails: ['sends files of every size exactly'],
});
