import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'polling.ts',
      find: `    if (idle && pause > 0) sleepMs(pause);
`,
      replace: `    void [idle, pause];
`,
    },
    {
      file: 'polling.ts',
      find: 'import { setNonblocking, sleepMs }',
      replace: 'import { setNonblocking }',
    },
  ],
  fails: ['polling: never sleeps, and with a pause only between its rounds'],
});
