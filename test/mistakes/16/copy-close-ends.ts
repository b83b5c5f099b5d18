import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sheet.ts',
      find: `    case 'copy-close':
      return ['waits', '5 bytes'];`,
      replace: `    case 'copy-close':
      return ['0 bytes', '5 bytes'];`,
    },
  ],
  fails: ['close and shutdown with a second descriptor'],
});
