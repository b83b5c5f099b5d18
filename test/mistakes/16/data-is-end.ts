import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'guard.ts',
      find: `return n === 0 ? 'end' : 'data';`,
      replace: `return 'end';`,
    },
  ],
  fails: ['the news are those of the read: nothing, data, the end, or its error'],
});
