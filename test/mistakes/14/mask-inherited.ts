import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'signals.ts',
      find: '    this.outside = sigprocmask(SIG_BLOCK, MASTER_SIGNALS);',
      replace: `    sigprocmask(SIG_BLOCK, MASTER_SIGNALS);
    this.outside = sigprocmask(SIG_BLOCK, []);`,
    },
    {
      file: 'signals.ts',
      find: 'while (this.#notes.length === 0) sigsuspend(this.outside);',
      replace: 'while (this.#notes.length === 0) sigsuspend([]);',
    },
  ],
  fails: ['a worker obeys SIGTERM, though its master blocks it'],
});
