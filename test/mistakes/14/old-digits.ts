import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pid-file.ts',
      find: `      ftruncate(fd, 0);
`,
      replace: '',
    },
    {
      file: 'pid-file.ts',
      find: `  ftruncate,
`,
      replace: '',
    },
  ],
  fails: ['a second start is refused, and one after kill -9 is not'],
});
