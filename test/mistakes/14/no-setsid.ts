import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'daemon.ts',
      find: `  setsid();
`,
      replace: '',
    },
    {
      file: 'daemon.ts',
      find: `  setsid,
`,
      replace: '',
    },
  ],
  fails: ['the daemon has a session without a terminal, the directory / and a sane umask'],
});
