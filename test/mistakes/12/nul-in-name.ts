import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: `  if (name.includes('\\0')) throw new Refusal(400, 'NUL in a path');
`,
      replace: ``,
    },
  ],
  fails: ['a path is decoded once, and names a file or nothing'],
});
