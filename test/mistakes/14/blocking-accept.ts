import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'listener.ts',
      find: 'SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC',
      replace: 'SOCK_STREAM | SOCK_CLOEXEC',
    },
    {
      file: 'listener.ts',
      find: `  SOCK_NONBLOCK,
`,
      replace: '',
    },
  ],
  fails: ['a worker that comes too late for a connection does not sleep in accept'],
});
