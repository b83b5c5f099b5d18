import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  shutdown(conn, SHUT_WR);
  while (read(conn, buffer) !== 0) {
    // discard the rest of the client's bytes
  }
`,
      replace: `  while (read(conn, buffer) !== 0) {
    // discard
  }
`,
    },
  ],
  fails: ['ends the stream though another process holds the connection'],
  also: ['hangs up without a reset on a client that still sends'],
});
