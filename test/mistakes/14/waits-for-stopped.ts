import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    setitimer(ITIMER_REAL, { value: KILL_AFTER_MS, interval: 0 });
`,
      replace: '',
    },
    {
      file: 'master.ts',
      find: `/** A worker that has not obeyed SIGTERM by then is killed. */
const KILL_AFTER_MS = 1000;

`,
      replace: '',
    },
    {
      file: 'master.ts',
      find: `  ITIMER_REAL,
`,
      replace: '',
    },
    {
      file: 'master.ts',
      find: `  setitimer,
`,
      replace: '',
    },
  ],
  fails: ['SIGTERM ends a worker that is stopped, or that is leaving already'],
});
