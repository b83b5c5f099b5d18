import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  while (read(conn, buffer) !== 0) {
    // discard the rest of the client's bytes
  }
`,
      replace: '',
    },
  ],
  fails: ['hangs up without a reset on a client that still sends'],
});
