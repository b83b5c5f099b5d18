import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'task-queue.ts',
      find: 'task = this.#ring.get()) tasks.push(task);',
      replace: 'task = this.#ring.get()) run(task);',
    },
  ],
  fails: ['tasks run in order, all of them at one wake-up, with the mutex unlocked'],
});
