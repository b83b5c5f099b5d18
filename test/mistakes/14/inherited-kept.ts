import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'daemon.ts',
      find: `  if (report !== FIRST_FREE) dup2(report, FIRST_FREE);
`,
      replace: `  if (report > 0) return;
  if (report !== FIRST_FREE) dup2(report, FIRST_FREE);
`,
    },
  ],
  fails: ['the daemon closes what its launcher has left open'],
});
