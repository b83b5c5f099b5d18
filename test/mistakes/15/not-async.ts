import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: '| O_ASYNC | O_NONBLOCK',
      replace: '| O_NONBLOCK',
    },
    {
      file: 'sigio.ts',
      find: `  O_ASYNC,
`,
      replace: '',
    },
  ],
  fails: ['signals: each line is acknowledged when it arrives'],
  also: ['real-time signals: each line is acknowledged when it arrives'],
});
