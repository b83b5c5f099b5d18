import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'pool.ts', find: 'WNOHANG | WUNTRACED | WCONTINUED;', replace: 'WNOHANG;' },
    {
      file: 'pool.ts',
      find: `  WCONTINUED,
`,
      replace: '',
    },
    {
      file: 'pool.ts',
      find: `  WUNTRACED,
`,
      replace: '',
    },
  ],
  fails: ['a stopped worker is not dead'],
});
