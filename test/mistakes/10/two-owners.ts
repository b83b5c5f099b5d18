import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'loop-pool.ts',
      find: 'this.#queues[this.#next]?.post(task(ADOPT, { fd, number: port }));',
      replace: 'for (const queue of this.#queues.slice(0, 2)) queue.post(task(ADOPT, { fd, number: port }));',
    },
  ],
  fails: ['round robin: a connection is in the list of one loop, and in that of no other'],
});
