import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B12',
  edits: [
    {
      file: 'client.ts',
      find: `        inputEnded = true;
        shutdown(conn, SHUT_WR);
`,
      replace: `        inputEnded = true;
        shutdown(conn, SHUT_WR);
        return;
`,
    },
  ],
  fails: ['client: prints the echo of its standard input'],
});
