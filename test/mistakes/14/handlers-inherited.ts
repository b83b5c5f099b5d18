import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'spawn.ts',
      find: `  for (const signum of MASTER_SIGNALS) signal(signum, SIG_DFL);
`,
      replace: '',
    },
    {
      file: 'spawn.ts',
      find: `import { MASTER_SIGNALS } from './signals.ts';
`,
      replace: '',
    },
    {
      file: 'spawn.ts',
      find: 'fork, SIG_DFL, signal }',
      replace: 'fork }',
    },
  ],
  fails: ['a worker obeys SIGTERM, though its master blocks it'],
});
