import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'chat.ts',
      find: `!isSystemError(error, 'EINTR') && !isSystemError(error, 'ECONNRESET')`,
      replace: `!isSystemError(error, 'EINTR')`,
    },
  ],
  fails: ['chat: ends in good order when the peer resets'],
});
