import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  signal(SIGPIPE, SIG_IGN);
`,
      replace: `  void signal;
`,
    },
  ],
  fails: ['survives a client that closes in the middle of a file'],
});
