import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  signal(SIGPIPE, SIG_IGN);
`,
      replace: '',
    },
  ],
  fails: ['does not let SIGPIPE end the child of a client that has closed'],
});
