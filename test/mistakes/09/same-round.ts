import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'loop.ts',
      find: `    const tasks = this.#tasks;
    this.#tasks = [];
    for (const task of tasks) task();`,
      replace: `    for (const task of this.#tasks) task();
    this.#tasks = [];`,
    },
  ],
  fails: ['what a task queues waits for the next round, after the events'],
});
