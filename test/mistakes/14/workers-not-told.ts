import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    this.#pool.tell(SIGUSR1);
`,
      replace: '',
    },
    {
      file: 'master.ts',
      find: `  SIGUSR1,
  SIGWINCH`,
      replace: `  SIGUSR1,
  SIGWINCH`,
    },
  ],
  fails: ['SIGUSR1 opens the log again in the master and in all workers'],
});
