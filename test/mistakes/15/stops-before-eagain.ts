import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: `    if (found !== 'lines') return found === 'nothing';
`,
      replace: `    if (found !== 'lines') return found === 'nothing';
    if (ioctl(sender.fd, FIONREAD) === 0) return true;
`,
    },
    {
      file: 'sigio.ts',
      find: `  F_SETOWN_EX,
`,
      replace: `  F_SETOWN_EX,
  FIONREAD,
`,
    },
    {
      file: 'sigio.ts',
      find: `  gettid,
`,
      replace: `  gettid,
  ioctl,
`,
    },
  ],
  fails: ['signals: a sender that ends or resets ends alone'],
});
