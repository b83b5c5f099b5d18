import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'polling.ts',
      find: 'if (idle && pause > 0) sleepMs(pause);',
      replace: 'if (idle) sleepMs(Math.max(1, pause));',
    },
  ],
  fails: ['polling: never sleeps, and with a pause only between its rounds'],
});
