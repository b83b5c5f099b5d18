import { mistake } from '#lesson';

export default mistake({
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
