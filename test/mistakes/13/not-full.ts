import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'slot-pool.ts',
      find: 'if (slot === NONE) return null;',
      replace: 'if (slot === NONE) return { slot: 0, sequence: this.#word(0, SEQUENCE) };',
    },
  ],
  fails: ['a slot has one owner, and is free again after its rest'],
});
