import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'slot-pool.ts',
      find: 'if (!this.isCurrent(ticket)) return false;',
      replace: 'if (!this.isCurrent(ticket) && this.#word(ticket.slot, STATE) === UNUSED) return false;',
    },
  ],
  fails: ['a slot is retired once and recycled once, whoever sees the end first'],
  also: ['a ticket is stale as soon as its connection has gone, and the next owner has another number'],
});
