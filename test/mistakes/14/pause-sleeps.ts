import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: 'setitimer(ITIMER_REAL, { value: Math.min(FIRST_PAUSE_MS * 2 ** (this.#deaths - 1), LAST_PAUSE_MS), interval: 0 });',
      replace: `void setitimer;
    void ITIMER_REAL;
    for (const end = performance.now() + Math.min(FIRST_PAUSE_MS * 2 ** (this.#deaths - 1), LAST_PAUSE_MS); performance.now() < end; ) sleepMs(Math.max(1, Math.ceil(end - performance.now())));
    this.pauseIsOver();`,
    },
    {
      file: 'pool.ts',
      find: `  setitimer,
`,
      replace: `  setitimer,
  sleepMs,
`,
    },
  ],
  fails: ['a worker that dies young is replaced after a pause, which grows'],
});
