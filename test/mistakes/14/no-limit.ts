import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'work.ts',
      find: `  setrlimit(RLIMIT_NOFILE, { soft: Math.min(soft, hard), hard });
`,
      replace: `  void soft;
`,
    },
    {
      file: 'work.ts',
      find: `  const { hard } = getrlimit(RLIMIT_NOFILE);
`,
      replace: '',
    },
    {
      file: 'work.ts',
      find: 'getrlimit, isSystemError, RLIMIT_NOFILE, setproctitle, setrlimit, sigqueue',
      replace: 'isSystemError, setproctitle, sigqueue',
    },
  ],
  fails: ['each worker has the limit of the settings, and the next reload can raise it'],
  also: ['new workers that cannot start leave the old ones in place'],
});
