import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'chat.ts',
      find: `    if (!isSystemError(error, 'EINTR') && !isSystemError(error, 'ECONNRESET')) throw error;
`,
      replace: ``,
    },
  ],
  fails: ['chat: ends on an error that is a bug, and says so'],
});
