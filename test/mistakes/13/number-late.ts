import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'slot-pool.ts',
      find: `    Atomics.add(this.#words, SLOTS + ticket.slot * WORDS + SEQUENCE, 1);
`,
      replace: '',
    },
    {
      file: 'slot-pool.ts',
      find: `    this.#set(slot, STATE, USED);
`,
      replace: `    this.#set(slot, STATE, USED);
    Atomics.add(this.#words, SLOTS + slot * WORDS + SEQUENCE, 1);
`,
    },
  ],
  fails: ['a ticket is stale as soon as its connection has gone, and the next owner has another number'],
  also: ['a slot is retired once and recycled once, whoever sees the end first'],
});
