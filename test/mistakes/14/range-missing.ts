import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'daemon.ts',
      find: `  closeRange(FIRST_FREE + 1, LAST_NUMBER, CLOSE_RANGE_CLOEXEC);
`,
      replace: `  void [closeRange, LAST_NUMBER, CLOSE_RANGE_CLOEXEC];
`,
    },
  ],
  fails: ['the daemon closes what its launcher has left open'],
});
