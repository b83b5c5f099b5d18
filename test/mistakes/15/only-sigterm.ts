import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'wake.ts',
      find: 'for (const signum of [SIGTERM, SIGINT]) sigaction(signum, {',
      replace: 'sigaction(SIGTERM, {',
    },
    {
      file: 'wake.ts',
      find: `  SIGINT,
`,
      replace: '',
    },
  ],
  fails: ['proactor: a client that never ends its direction does not hold the stop for long'],
});
