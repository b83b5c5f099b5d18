import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  shutdown(conn, SHUT_WR);
  while (read(conn, buffer) !== 0) {
    // whatever the client still says, nobody listens any more
  }
`,
      replace: `  while (read(conn, buffer) !== 0) {
    // whatever
  }
`,
    },
  ],
  fails: ['ends the stream though another process holds the connection'],
  also: ['hangs up without a reset on a client that has more to say'],
});
