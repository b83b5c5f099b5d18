import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'slot-pool.ts',
      find: `this.#set(ticket.slot, FD, -1);
`,
      replace: '',
    },
  ],
  fails: ['a slot has one owner, and is free again after its rest'],
});
