import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'log.ts', find: 'O_CREAT | O_CLOEXEC, MODE', replace: 'O_CREAT, MODE' },
    {
      file: 'log.ts',
      find: `  O_CLOEXEC,
`,
      replace: '',
    },
  ],
  fails: ['SIGUSR1 opens the log again in the master and in all workers'],
});
