import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `    const errno = getsockopt(fd, SOL_SOCKET, SO_ERROR);
    if (errno !== 0) throw`,
      replace: `    const errno = getsockopt(fd, SOL_SOCKET, SO_ERROR) * 0;
    if (errno !== 0) throw`,
    },
  ],
  fails: ['connectTimeout: throws ECONNREFUSED when no listener is there'],
});
