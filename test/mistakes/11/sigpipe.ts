import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    signal(SIGPIPE, SIG_IGN);
`,
      replace: `    if (port < 0) signal(SIGPIPE, SIG_IGN);
`,
    },
  ],
  fails: ['sendfile: survives clients that vanish'],
});
