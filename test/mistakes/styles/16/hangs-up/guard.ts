import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'guard.ts',
      find: `  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, true);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, idle);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, interval);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, count);
  setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, timeout);
`,
      replace: `  if (timeout > 0) setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, timeout);
  for (const [option, value] of [
    [TCP_KEEPCNT, count],
    [TCP_KEEPINTVL, interval],
    [TCP_KEEPIDLE, idle],
  ] as const)
    setsockopt(fd, IPPROTO_TCP, option, value);
  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, true);
`,
    },
    {
      file: 'guard.ts',
      find: `  const error = getsockopt(fd, SOL_SOCKET, SO_ERROR);
  if (error !== 0) return errorCode(error);
  try {
    const n = recv(fd, Buffer.alloc(65_536));
    if (n === null) return 'nothing';
    return n === 0 ? 'end' : 'data';
  } catch (failed) {
    if (!isSystemError(failed)) throw failed;
    return failed.code;
  }
`,
      replace: `  let n: number | null;
  try {
    n = recv(fd, Buffer.alloc(2));
  } catch (failed) {
    if (!isSystemError(failed)) throw failed;
    return failed.code;
  }
  if (n === null) return 'nothing';
  if (n > 0) return 'data'; // an error comes with the next news
  const error = getsockopt(fd, SOL_SOCKET, SO_ERROR);
  return error === 0 ? 'end' : errorCode(error);
`,
    },
  ],
});
