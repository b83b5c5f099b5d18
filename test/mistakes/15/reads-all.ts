import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'multiplexed.ts',
      find: `(sender, i) => revents[i] === 0 || receive(sender) !== 'end'`,
      replace: `(sender) => revents.length > 0 && receive(sender) !== 'end'`,
    },
  ],
  fails: ['multiplexed: one call sleeps for all, and only ready sockets are read'],
});
