import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'guard.ts',
      find: `  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, true);
`,
      replace: `  void SO_KEEPALIVE;
`,
    },
  ],
  fails: ['the times are set on the socket, and its keepalive timer runs'],
});
