import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'task-queue.ts',
      find: `    this.#mutex.with(() => {
      for (let task`,
      replace: `    [0].forEach(() => {
      for (let task`,
    },
  ],
  fails: ['post and the loop lock the mutex'],
});
