import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `this.#word(STOPPED) === 0 && this.put(job)`,
      replace: `this.put(job)`,
    },
  ],
  fails: ['a queue that is full or stopped refuses jobs, and wakes no thread for them'],
});
