import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `  shutdown(conn, SHUT_WR);
  while (read(conn, input) !== 0) {
    // An echo server sends no more here; its end of file tells that it has read everything.
  }
`,
      replace: '',
    },
  ],
  fails: ['client: prints the echo of its standard input'],
});
