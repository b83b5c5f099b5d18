import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'slot-pool.ts',
      find: `    this.#set(slot, NEXT, Atomics.load(this.#words, FREE));
`,
      replace: '',
    },
  ],
  fails: ['a slot has one owner, and is free again after its rest'],
});
