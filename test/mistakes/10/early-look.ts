import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'bank.ts',
      find: '    return this.#mutex(Math.min',
      replace: `    const has = this.#balances[from] as number;
    return this.#mutex(Math.min`,
    },
    {
      file: 'bank.ts',
      find: 'const [has, had] = [this.#balances[from] as number, this.#balances[to] as number];',
      replace: 'const had = this.#balances[to] as number;',
    },
  ],
  fails: ['a transfer looks at the balance under the lock, and full books refuse it whole'],
});
