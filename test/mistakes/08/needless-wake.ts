import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `job !== null && this.#word(COUNT) === this.capacity - 1`,
      replace: `job !== null`,
    },
  ],
  fails: ['with a full queue, clients wait in the listener, in order, and none is lost'],
});
