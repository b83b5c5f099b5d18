import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'bank.ts',
      find: `    return this.#mutex(Math.min(from, to)).with(() =>
      this.#mutex(Math.max(from, to)).with(() => {
        const [has, had] = [this.#balances[from] as number, this.#balances[to] as number];
        if (has < amount) return 'not enough';
        if (!this.#record(from, to, amount, id)) return 'the books are full';
        this.#balances[from] = has - amount;
        this.#balances[to] = had + amount;
        return null;
      }),
    );
`,
      replace: `    const refusal = this.#mutex(Math.min(from, to)).with(() =>
      this.#mutex(Math.max(from, to)).with(() => ((this.#balances[from] as number) < amount ? 'not enough' : null)),
    );
    if (refusal !== null) return refusal;
    if (!this.#record(from, to, amount, id)) return 'the books are full';
    return this.#mutex(Math.min(from, to)).with(() =>
      this.#mutex(Math.max(from, to)).with(() => {
        this.#balances[from] = (this.#balances[from] as number) - amount;
        this.#balances[to] = (this.#balances[to] as number) + amount;
        return null;
      }),
    );
`,
    },
  ],
  fails: ['two transfers in opposite directions never wait for each other, and both accounts are locked'],
});
