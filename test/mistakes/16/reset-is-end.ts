import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sheet.ts',
      find: `    case 'reset-read':
      return ['ECONNRESET', '0 bytes', 'EPIPE'];`,
      replace: `    case 'reset-read':
      return ['0 bytes', '0 bytes', 'EPIPE'];`,
    },
  ],
  fails: ['after a reset: each error is reported once'],
});
