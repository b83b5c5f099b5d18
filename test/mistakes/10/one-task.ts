import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'task-queue.ts',
      find: 'for (let task = this.#ring.get(); task !== null; task = this.#ring.get()) tasks.push(task);',
      replace: `const task = this.#ring.get();
      if (task !== null) tasks.push(task);`,
    },
  ],
  fails: ['tasks run in order, all of them at one wake-up, with the mutex unlocked'],
});
