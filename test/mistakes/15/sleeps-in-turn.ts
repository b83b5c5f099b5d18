import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'polling.ts',
      find: `  for (const { fd } of senders) setNonblocking(fd, true);
`,
      replace: '',
    },
    {
      file: 'polling.ts',
      find: 'setNonblocking, sleepMs',
      replace: 'sleepMs',
    },
  ],
  fails: ['polling: each line is acknowledged when it arrives'],
});
