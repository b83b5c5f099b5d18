import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L01-B16',
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
