import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sheet.ts',
      find: `    case 'late':
      return ['5 bytes', '5 bytes', '0 bytes', 'EPIPE'];`,
      replace: `    case 'late':
      return ['5 bytes', 'ECONNRESET', '0 bytes', 'EPIPE'];`,
    },
  ],
  fails: ['after a FIN: the first write goes out, the second one fails'],
});
