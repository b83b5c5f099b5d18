import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sheet.ts',
      find: `    case 'no-write':
      return ['EPIPE', 'waits'];`,
      replace: `    case 'no-write':
      return ['EPIPE', '0 bytes'];`,
    },
  ],
  fails: ['after shutdown of this end'],
});
