import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'spawn.ts',
      find: 'for (const signum of MASTER_SIGNALS) signal(signum, SIG_DFL);',
      replace: `signal(SIGTERM, SIG_DFL);
  void MASTER_SIGNALS;`,
    },
    { file: 'spawn.ts', find: 'SIG_DFL, signal', replace: 'SIG_DFL, SIGTERM, signal' },
  ],
  fails: ['a worker obeys SIGTERM, though its master blocks it'],
});
