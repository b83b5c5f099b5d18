import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'last.ts',
      find: `  fill(client);
  shutdown(client, SHUT_WR);
  shutdown(server, SHUT_WR);
  untilState(client, 'CLOSING');
`,
      replace: `  shutdown(client, SHUT_WR);
  shutdown(server, SHUT_WR);
`,
    },
  ],
  fails: ['CLOSING: two FINs cross, and one of them is not acknowledged'],
});
