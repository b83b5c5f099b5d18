import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `    for (const signum of [SIGHUP, SIGWINCH]) signal(signum, SIG_IGN);
`,
      replace: '',
    },
    {
      file: 'worker.ts',
      find: `  SIGHUP,
`,
      replace: '',
    },
    {
      file: 'worker.ts',
      find: `  SIGWINCH,
`,
      replace: '',
    },
  ],
  fails: ['signals of the terminal for the whole group mean the master only'],
});
