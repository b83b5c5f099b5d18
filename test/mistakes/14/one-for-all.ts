import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'listener.ts', find: 'EPOLLIN | EPOLLEXCLUSIVE', replace: 'EPOLLIN | EPOLLET | EPOLLEXCLUSIVE' },
    {
      file: 'listener.ts',
      find: `  EPOLLEXCLUSIVE,
`,
      replace: `  EPOLLEXCLUSIVE,
  EPOLLET,
`,
    },
  ],
  fails: ['serves all clients that come at once, though one accept fails'],
});
