import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: `  sigprocmask(SIG_BLOCK, [SIGIO]);
  for (const { fd } of senders) makeAsync(fd);
`,
      replace: `  for (const { fd } of senders) makeAsync(fd);
  sigprocmask(SIG_BLOCK, [SIGIO]);
`,
    },
  ],
  fails: ['signals: a line at any moment of the start is neither lost nor fatal'],
});
