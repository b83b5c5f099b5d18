import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'bank.ts',
      find: `        if (!this.#record(from, to, amount, id)) return 'the books are full';
`,
      replace: '',
    },
    {
      file: 'bank.ts',
      find: `        this.#balances[to] = had + amount;
`,
      replace: `        this.#balances[to] = had + amount;
        if (!this.#record(from, to, amount, id)) return 'the books are full';
`,
    },
  ],
  fails: ['a transfer looks at the balance under the lock, and full books refuse it whole'],
});
