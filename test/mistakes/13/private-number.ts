import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'slot-pool.ts',
      find: `  readonly size: number;
`,
      replace: `  readonly size: number;
  readonly #numbers = new Map<number, number>();
`,
    },
    {
      file: 'slot-pool.ts',
      find: 'return { slot, sequence: this.#word(slot, SEQUENCE) };',
      replace: 'return { slot, sequence: this.#numbers.get(slot) ?? 100 };',
    },
    {
      file: 'slot-pool.ts',
      find: 'return this.#word(slot, SEQUENCE) === sequence;',
      replace:
        'return (this.#numbers.get(slot) ?? (this.#word(slot, STATE) === USED ? 100 : 0)) === sequence && this.#word(slot, SEQUENCE) === 0;',
    },
    {
      file: 'slot-pool.ts',
      find: `    Atomics.add(this.#words, SLOTS + ticket.slot * WORDS + SEQUENCE, 1);
`,
      replace: `    this.#numbers.set(ticket.slot, (this.#numbers.get(ticket.slot) ?? 100) + 1);
`,
    },
  ],
  fails: ['a ticket is stale as soon as its connection has gone, and the next owner has another number'],
});
