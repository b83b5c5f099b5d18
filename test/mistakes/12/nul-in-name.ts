import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: `  const name = decoded(raw);
  if (name.includes('\\0')) throw new Refusal(400, 'NUL in a path');
`,
      replace: `  const name = decoded(raw).split('\\0')[0] ?? '';
`,
    },
  ],
  fails: ['a path is decoded once, and names a file or nothing'],
});
