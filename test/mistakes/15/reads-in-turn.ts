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
    {
      file: 'multiplexed.ts',
      find: `(sender, i) => revents[i] === 0 || receive(sender) !== 'end'`,
      replace: `(sender) => revents.length > 0 && receive(sender) !== 'end'`,
    },
  ],
  fails: ['multiplexed: each line is acknowledged when it arrives'],
});
