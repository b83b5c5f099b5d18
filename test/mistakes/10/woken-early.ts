import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'task-queue.ts',
      find: `    eventfdWrite(this.#wake);
`,
      replace: '',
    },
    {
      file: 'task-queue.ts',
      find: `    this.#mutex.with(() => {
      while`,
      replace: `    eventfdWrite(this.#wake);
    this.#mutex.with(() => {
      while`,
    },
  ],
  fails: ['the wake-up is read before the tasks are taken'],
});
