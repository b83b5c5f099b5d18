import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'task-queue.ts',
      find: `    this.#mutex.with(() => {
      while (!this.#ring.put(task)) this.#room.wait(this.#mutex);
    });
`,
      replace: `    for (let done = false; !done; ) done = this.#mutex.with(() => this.#ring.put(task));
`,
    },
  ],
  fails: ['no task is lost under load, though the ring is full again and again'],
});
