import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'multiplexed.ts',
      find: `  for (const { fd } of senders) setNonblocking(fd, true);
`,
      replace: '',
    },
    {
      file: 'multiplexed.ts',
      find: 'POLLIN, poll, setNonblocking }',
      replace: 'POLLIN, poll }',
    },
  ],
  fails: ['multiplexed: one call sleeps for all, and only ready sockets are read'],
});
