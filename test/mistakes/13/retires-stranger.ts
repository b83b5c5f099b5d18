import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'slot-pool.ts',
      find: 'if (!this.isCurrent(ticket)) return false;',
      replace: 'if (this.#word(ticket.slot, STATE) !== USED) return false;',
    },
  ],
  fails: ['a ticket is stale as soon as its connection has gone, and the next owner has another number'],
});
