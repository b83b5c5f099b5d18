import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: `return name.endsWith('/') ?`,
      replace: `return path.endsWith('/') ?`,
    },
  ],
  fails: ['a path is decoded once, and names a file or nothing'],
});
