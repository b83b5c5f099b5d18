import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'signals.ts',
      find: 'this.outside = sigprocmask(SIG_BLOCK, MASTER_SIGNALS);',
      replace: 'this.outside = sigprocmask(SIG_BLOCK, [SIGCHLD, SIGTERM, SIGHUP]);',
    },
  ],
  fails: ['no signal falls between the look and the sleep'],
});
