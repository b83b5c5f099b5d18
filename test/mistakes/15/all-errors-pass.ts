import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: '      if (!AGAIN.some((code) => isSystemError(error, code))) throw error;',
      replace: '      if (!isSystemError(error)) throw error;',
    },
    {
      file: 'ring.ts',
      find: `/** No time is lost in these: the next call goes on. */
const AGAIN = ['EINTR', 'EAGAIN', 'EBUSY'] as const;

`,
      replace: '',
    },
  ],
  fails: ['completions: a submission that failed for now is made again, and another error ends the program'],
});
