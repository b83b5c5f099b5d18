import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  if (!isSystemError(error)) throw error;
  log(`,
      replace: `  if (!isSystemError(error) || error.code === 'ECONNRESET' || error.code === 'EPIPE') throw error;
  log(`,
    },
  ],
  fails: ['survives a client that resets in the middle of its stream'],
  also: [
    'survives a client that resets before it is accepted',
    'survives a client that closes while the server writes',
    'leaves nothing behind after any of the tests above',
  ],
});
