import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: `  sigprocmask(SIG_BLOCK, [SIGIO]);
`,
      replace: '',
    },
    {
      file: 'sigio.ts',
      find: `  SIG_BLOCK,
`,
      replace: '',
    },
    {
      file: 'sigio.ts',
      find: `  sigprocmask,
`,
      replace: '',
    },
  ],
  fails: ['signals: each line is acknowledged when it arrives'],
});
