import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'guard.ts',
      find: `TCP_USER_TIMEOUT, timeout)`,
      replace: `TCP_USER_TIMEOUT, timeout || 1000 * idle)`,
    },
  ],
  fails: ['a silent peer that has vanished is found by keepalive'],
});
