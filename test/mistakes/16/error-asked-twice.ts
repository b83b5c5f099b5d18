import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'guard.ts',
      find: `  const error = getsockopt(fd, SOL_SOCKET, SO_ERROR);
  if (error !== 0) return errorCode(error);`,
      replace: `  if (getsockopt(fd, SOL_SOCKET, SO_ERROR) !== 0) return errorCode(getsockopt(fd, SOL_SOCKET, SO_ERROR));`,
    },
  ],
  fails: ['a silent peer that has vanished is found by keepalive'],
});
