import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: `    sqes.fill(0, at, at + ENTRY_WORDS);
`,
      replace: '',
    },
  ],
  fails: ['completions: each line is acknowledged when it arrives'],
});
