import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: `  try {
    return decodeURIComponent(raw);
  } catch {
    throw new Refusal(400, 'a % that is no byte of UTF-8');
  }`,
      replace: `  return decodeURIComponent(raw);`,
    },
  ],
  fails: ['a path is decoded once, and names a file or nothing'],
});
