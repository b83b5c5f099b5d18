import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'persistence.ts',
      find: `const names = namesIn(fields.get('connection'));`,
      replace: `const names = fields.get('connection')?.toLowerCase() ?? '';`,
    },
  ],
  fails: ['connections stay open or end as the version and the Connection field say'],
});
