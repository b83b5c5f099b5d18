import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sent-file.ts',
      find: `    if (part.size === 0) return;
`,
      replace: ``,
    },
  ],
  fails: ['sendfile: sends an empty file'],
});
