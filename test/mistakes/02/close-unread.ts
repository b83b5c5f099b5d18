import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  while (read(conn, buffer) !== 0) {
    // whatever the client still says, nobody listens any more
  }
`,
      replace: '',
    },
  ],
  fails: ['hangs up without a reset on a client that has more to say'],
});
