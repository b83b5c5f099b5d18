import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'bank.ts', find: 'if (amount <= 0 || from === to)', replace: 'if (amount <= 0)' }],
  fails: ['knows accounts, balances and transfers, and refuses the rest'],
});
