import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sheet.ts',
      find: `    case 'reset-write':
      return ['ECONNRESET', 'EPIPE', '0 bytes'];`,
      replace: `    case 'reset-write':
      return ['ECONNRESET', 'EPIPE', 'ECONNRESET'];`,
    },
  ],
  fails: ['after a reset: each error is reported once'],
});
