import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'loop.ts',
      find: `    this.#tasks.push(task);
    this.#wake();
`,
      replace: `    if (this.#running) task();
    else this.#tasks.push(task);
    this.#wake();
`,
    },
  ],
  fails: ['tasks run at once, after the events of a round, or in the next round'],
  also: [
    'what a task queues waits for the next round, after the events',
    'a client that floods does not keep the others waiting',
  ],
});
