import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sheet.ts',
      find: `    case 'half':
      return ['0 bytes', '5 bytes', '5 bytes'];`,
      replace: `    case 'half':
      return ['waits', '5 bytes', '5 bytes'];`,
    },
  ],
  fails: ['a peer that has ended its direction still reads'],
});
