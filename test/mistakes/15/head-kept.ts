import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: `    Atomics.store(words, headAt >> 2, head);
`,
      replace: '',
    },
  ],
  fails: ['completions: each line is acknowledged when it arrives'],
});
