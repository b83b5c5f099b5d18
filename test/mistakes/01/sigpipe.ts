import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    signal(SIGPIPE, SIG_IGN); // write throws EPIPE instead
`,
      replace: '',
    },
  ],
  fails: ['survives a client that closes while the server writes'],
});
