import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sheet.ts',
      find: `    case 'no-read':
      return ['0 bytes', '5 bytes'];`,
      replace: `    case 'no-read':
      return ['waits', '5 bytes'];`,
    },
  ],
  fails: ['after shutdown of this end'],
});
