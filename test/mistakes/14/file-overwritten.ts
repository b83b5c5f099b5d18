import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pid-file.ts',
      find: 'open(path, O_RDWR | O_CREAT | O_CLOEXEC, MODE)',
      replace: 'open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, MODE)',
    },
    {
      file: 'pid-file.ts',
      find: `  O_RDWR,
`,
      replace: `  O_RDWR,
  O_TRUNC,
`,
    },
  ],
  fails: ['a second start is refused, and one after kill -9 is not'],
});
