import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `  shutdown(conn, SHUT_WR);
  while (read(conn, input) !== 0) {
    // An echo server has nothing left to say; wait for its end all the same.
  }
`,
      replace: '',
    },
  ],
  fails: ['client: prints the echo of its standard input'],
});
