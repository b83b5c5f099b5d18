import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  close(connection.fd); // the child has its own copy; while this one is open, close sends no FIN
`,
      replace: '',
    },
  ],
  fails: [
    'closes in each process the descriptor that it does not need',
    'leaves nothing behind after any of the tests above',
  ],
});
