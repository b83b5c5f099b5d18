import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'guard.ts',
      find: `  setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, idle);
`,
      replace: `  void [TCP_KEEPIDLE, idle];
`,
    },
  ],
  fails: ['the times are set on the socket, and its keepalive timer runs'],
});
