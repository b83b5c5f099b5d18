import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'listener.ts',
      find: 'EPOLLIN | EPOLLEXCLUSIVE',
      replace: 'EPOLLIN',
    },
    {
      file: 'listener.ts',
      find: `  EPOLLEXCLUSIVE,
`,
      replace: '',
    },
  ],
  fails: ['a connection wakes one of four workers (shared)'],
});
