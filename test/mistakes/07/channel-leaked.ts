import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'workers.ts',
      find: `    for (const end of [ours, theirs]) close(end);
`,
      replace: ``,
    },
  ],
  fails: ['fork fails: the other workers serve, and the missing worker is made later'],
});
