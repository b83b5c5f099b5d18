import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'daemon.ts',
      find: `  startAfresh(report);
`,
      replace: `  if (report < 0) startAfresh(report);
`,
    },
  ],
  fails: ['the daemon closes what its launcher has left open'],
});
