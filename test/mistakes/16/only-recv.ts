import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'guard.ts',
      find: `  const error = getsockopt(fd, SOL_SOCKET, SO_ERROR);
  if (error !== 0) return errorCode(error);
`,
      replace: `  void [getsockopt, SO_ERROR, errorCode];
`,
    },
  ],
  fails: ['a peer that has forgotten the connection is found by writing'],
});
