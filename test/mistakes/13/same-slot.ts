import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'slot-pool.ts',
      find: 'Atomics.store(this.#words, FREE, this.#word(slot, NEXT));',
      replace: 'if (this.size === 1) Atomics.store(this.#words, FREE, NONE);',
    },
  ],
  fails: ['a slot has one owner, and is free again after its rest'],
});
