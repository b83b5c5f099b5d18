import { mistake } from '#lesson';

export default mistake({
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
