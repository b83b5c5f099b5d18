import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sheet.ts',
      find: `    case 'fin':
      return ['5 bytes', 'EPIPE', '0 bytes'];`,
      replace: `    case 'fin':
      return ['5 bytes', '5 bytes', '0 bytes'];`,
    },
  ],
  fails: ['after a FIN: the first write goes out, the second one fails'],
});
