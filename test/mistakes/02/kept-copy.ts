import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  close(connection.fd); // the child has its own; the client gets its end only when both are closed
`,
      replace: '',
    },
  ],
  fails: ['closes in each process what that process does not need'],
  also: ['leaves nothing behind after any of the tests above'],
});
