import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'slot-pool.ts',
      find: `    this.#set(ticket.slot, STATE, RESTING);
`,
      replace: `    this.#set(ticket.slot, STATE, RESTING);
    this.recycle(ticket.slot);
`,
    },
  ],
  fails: ['a slot has one owner, and is free again after its rest'],
});
