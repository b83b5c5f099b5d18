import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'slot-pool.ts',
      find: 'if (this.#word(slot, STATE) !== RESTING) return;',
      replace: 'if (this.#word(slot, STATE) === UNUSED) return;',
    },
  ],
  fails: ['a slot is retired once and recycled once, whoever sees the end first'],
});
