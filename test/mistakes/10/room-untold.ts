import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'task-queue.ts',
      find: `    this.#room.broadcast();
`,
      replace: '',
    },
  ],
  fails: ['no task is lost under load, though the ring is full again and again'],
});
