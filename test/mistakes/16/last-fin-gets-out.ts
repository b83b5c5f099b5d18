import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'last.ts',
      find: `  fill(server);
`,
      replace: '',
    },
    {
      file: 'last.ts',
      find: `  untilState(server, 'LAST_ACK');
`,
      replace: '',
    },
  ],
  fails: ['LAST_ACK: the peer closed first, and does not get the second FIN'],
});
