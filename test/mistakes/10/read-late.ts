import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'task-queue.ts',
      find: `    eventfdRead(this.#wake);
`,
      replace: '',
    },
    {
      file: 'task-queue.ts',
      find: `    this.#room.broadcast();
`,
      replace: `    this.#room.broadcast();
    eventfdRead(this.#wake);
`,
    },
  ],
  fails: ['the wake-up is read before the tasks are taken'],
});
