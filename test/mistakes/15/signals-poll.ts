import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: 'retryOnEintr(() => sigwaitinfo([SIGIO]))',
      replace: 'retryOnEintr(() => sigtimedwait([SIGIO], 10))',
    },
    {
      file: 'sigio.ts',
      find: `  sigwaitinfo,
`,
      replace: `  sigtimedwait,
`,
    },
  ],
  fails: ['signals: the sockets signal this program, which sleeps until a signal comes'],
});
