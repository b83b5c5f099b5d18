import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sheet.ts',
      find: `    case 'unread':
      return ['5 bytes', 'ECONNRESET', '0 bytes', 'EPIPE'];`,
      replace: `    case 'unread':
      return ['ECONNRESET', '0 bytes', '0 bytes', 'EPIPE'];`,
    },
  ],
  fails: ['a close with bytes unread is a reset, and what had arrived can be read'],
});
