import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L06-B23',
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
