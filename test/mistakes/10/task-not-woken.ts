import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'task-queue.ts',
      find: `  readonly #wake: Fd;
`,
      replace: `  readonly #wake: Fd;
  #draining = false;
`,
    },
    {
      file: 'task-queue.ts',
      find: `    eventfdWrite(this.#wake);
`,
      replace: `    if (!this.#draining) eventfdWrite(this.#wake);
`,
    },
    {
      file: 'task-queue.ts',
      find: `    for (const task of tasks) run(task);
`,
      replace: `    this.#draining = true;
    for (const task of tasks) run(task);
    this.#draining = false;
`,
    },
  ],
  fails: ['a task may post a task, and the loop sleeps when all have run'],
});
