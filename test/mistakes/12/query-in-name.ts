import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: `  const raw = query < 0 ? path : path.slice(0, query);`,
      replace: `  const raw = query < 0 ? path : path;`,
    },
  ],
  fails: ['a path is decoded once, and names a file or nothing'],
});
