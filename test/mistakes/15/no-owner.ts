import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: `  fcntl(fd, F_SETOWN_EX, { type: F_OWNER_TID, pid: gettid() });
`,
      replace: '',
    },
    {
      file: 'sigio.ts',
      find: `  F_OWNER_TID,
`,
      replace: '',
    },
    {
      file: 'sigio.ts',
      find: `  F_SETOWN_EX,
`,
      replace: '',
    },
    {
      file: 'sigio.ts',
      find: `  gettid,
`,
      replace: '',
    },
  ],
  fails: ['signals: each line is acknowledged when it arrives'],
  also: ['real-time signals: each line is acknowledged when it arrives'],
});
