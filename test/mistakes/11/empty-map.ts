import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'mapped.ts',
      find: `    if (part.size === 0) return;
`,
      replace: ``,
    },
  ],
  fails: ['mmap: sends an empty file'],
});
