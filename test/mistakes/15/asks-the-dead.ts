import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'multiplexed.ts',
      find: `revents[i] === 0 || receive(sender) !== 'end'`,
      replace: `revents[i] === 0 || receive(sender) !== 'end' || senders.length > 0`,
    },
  ],
  fails: ['multiplexed: a sender that ends or resets is not asked again'],
});
