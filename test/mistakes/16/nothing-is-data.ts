import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'guard.ts',
      find: `    if (n === null) return 'nothing';
`,
      replace: ``,
    },
  ],
  fails: ['the news are those of the read: nothing, data, the end, or its error'],
});
