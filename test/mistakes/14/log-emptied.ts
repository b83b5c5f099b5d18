import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'log.ts', find: 'O_CREAT | O_CLOEXEC, MODE', replace: 'O_CREAT | O_TRUNC | O_CLOEXEC, MODE' },
    {
      file: 'log.ts',
      find: `  O_CREAT,
`,
      replace: `  O_CREAT,
  O_TRUNC,
`,
    },
  ],
  fails: ['four processes write into one log, and each line is whole'],
});
