import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L05-B19',
  edits: [
    {
      file: 'blocking.ts',
      find: `    const seen = recv(conn, peeked, MSG_PEEK) ?? 0;
`,
      replace: `    const seen = recv(conn, peeked, MSG_PEEK, 1) ?? 0;
`,
    },
  ],
  fails: ['receiver: takes nothing but the line from the stream'],
});
