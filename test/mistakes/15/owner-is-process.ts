import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: 'type: F_OWNER_TID, pid: gettid()',
      replace: 'type: F_OWNER_PID, pid: getpid()',
    },
    {
      file: 'sigio.ts',
      find: `  F_OWNER_TID,
`,
      replace: `  F_OWNER_PID,
`,
    },
    {
      file: 'sigio.ts',
      find: `  gettid,
`,
      replace: `  getpid,
`,
    },
  ],
  fails: ['signals: the sockets signal this program, which sleeps until a signal comes'],
});
