import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'guard.ts',
      find: `  setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, timeout);
`,
      replace: `  void [TCP_USER_TIMEOUT, timeout];
`,
    },
  ],
  fails: ['the times are set on the socket, and its keepalive timer runs'],
});
