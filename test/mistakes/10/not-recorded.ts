import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'bank.ts',
      find: `        if (!this.#record(from, to, amount, id)) return 'the books are full';
`,
      replace: '',
    },
  ],
  fails: ['knows accounts, balances and transfers, and refuses the rest'],
});
