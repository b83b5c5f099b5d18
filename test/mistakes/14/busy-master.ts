import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'signals.ts',
      find: 'while (this.#notes.length === 0) sigsuspend(this.outside);',
      replace: `sigprocmask(SIG_SETMASK, this.outside);
    while (this.#notes.length === 0) sleepMs(1);
    sigprocmask(SIG_BLOCK, MASTER_SIGNALS);`,
    },
    {
      file: 'signals.ts',
      find: `  SIG_BLOCK,
`,
      replace: `  SIG_BLOCK,
  SIG_SETMASK,
  sleepMs,
`,
    },
  ],
  fails: ['starts workers, and sleeps while there is nothing to do'],
});
