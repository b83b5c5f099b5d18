import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: `    return decodeURIComponent(raw);`,
      replace: `    return decodeURIComponent(decodeURIComponent(raw));`,
    },
  ],
  fails: ['a path is decoded once, and names a file or nothing'],
});
