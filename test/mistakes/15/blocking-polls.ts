import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: '    for (let n = recv(sender.fd, buffer); n !== 0; n = recv(sender.fd, buffer))',
      replace:
        '    for (let n = recv(sender.fd, buffer, MSG_DONTWAIT); n !== 0; n = recv(sender.fd, buffer, MSG_DONTWAIT))',
    },
    {
      file: 'blocking.ts',
      find: 'isSystemError, recv,',
      replace: 'isSystemError, MSG_DONTWAIT, recv,',
    },
  ],
  fails: ['blocking: for each sender a process sleeps in a receive'],
});
