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
  fails: ['survives SIGPIPE in the child of a client that has closed'],
});
