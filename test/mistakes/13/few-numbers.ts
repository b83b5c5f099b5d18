import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'slot-pool.ts',
      find: 'Atomics.add(this.#words, SLOTS + ticket.slot * WORDS + SEQUENCE, 1);',
      replace: 'this.#set(ticket.slot, SEQUENCE, (ticket.sequence + 1) & 0xff);',
    },
  ],
  fails: ['a ticket is stale as soon as its connection has gone, and the next owner has another number'],
});
