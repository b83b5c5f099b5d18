import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'spawn.ts',
      find: '  _exit(work());',
      replace: `  sigprocmask(SIG_SETMASK, []);
  _exit(work());`,
    },
    { file: 'spawn.ts', find: 'SIG_DFL, signal', replace: 'SIG_DFL, SIG_SETMASK, sigprocmask, signal' },
  ],
  fails: ['serves all clients that come at once, though one accept fails'],
});
