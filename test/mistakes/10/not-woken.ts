import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'task-queue.ts',
      find: `    eventfdWrite(this.#wake);
`,
      replace: '',
    },
  ],
  fails: ['tasks run in order, all of them at one wake-up, with the mutex unlocked'],
});
