import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'worker.ts', find: 'SOCK_NONBLOCK | SOCK_CLOEXEC);', replace: 'SOCK_CLOEXEC);' },
    {
      file: 'worker.ts',
      find: `  SOCK_NONBLOCK,
`,
      replace: '',
    },
  ],
  fails: ['serves all clients that come at once, though one accept fails'],
});
