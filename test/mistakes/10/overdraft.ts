import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'bank.ts',
      find: `        if (has < amount) return 'not enough';
`,
      replace: '',
    },
  ],
  fails: ['knows accounts, balances and transfers, and refuses the rest'],
});
