import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'log.ts',
      find: `  return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, MODE);
`,
      replace: `  return open(path, (O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC) & ~O_APPEND, MODE);
`,
    },
  ],
  fails: ['four processes write into one log, and each line is whole'],
});
