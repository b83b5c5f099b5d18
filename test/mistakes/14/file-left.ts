import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pid-file.ts',
      find: `  unlink(path);
`,
      replace: `  void path;
`,
    },
    {
      file: 'pid-file.ts',
      find: `  unlink,
`,
      replace: '',
    },
  ],
  fails: ['the pid file is the master’s alone, and goes with it'],
});
