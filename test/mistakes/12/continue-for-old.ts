import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'persistence.ts',
      find: `if (expect === undefined || minor === 0) return false;`,
      replace: `if (expect === undefined) return false;`,
    },
  ],
  fails: ['Expect: 100-continue is answered before the body comes, and only then'],
});
