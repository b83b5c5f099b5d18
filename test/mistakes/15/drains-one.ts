import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'multiplexed.ts',
      find: `revents[i] === 0 || receive(sender) !== 'end'`,
      replace: 'revents[i] === 0 || empties(sender)',
    },
    {
      file: 'multiplexed.ts',
      find: `
model(import`,
      replace: `
function empties(sender: Sender): boolean {
  for (;;) {
    const found = receive(sender);
    if (found !== 'lines') return found === 'nothing';
  }
}

model(import`,
    },
  ],
  fails: ['multiplexed: each line is acknowledged when it arrives'],
});
