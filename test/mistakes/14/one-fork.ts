import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'daemon.ts',
      find: `  if (fork() > 0) _exit(0);
`,
      replace: '',
    },
  ],
  fails: ['the daemon has a session without a terminal, the directory / and a sane umask'],
});
