import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timers.ts',
      find: `      this.#heap.remove(timer);
      if (timer.every > 0) {
        timer.due = Math.max(timer.due + timer.every, now);
        this.#heap.add(timer);
      }
      timer.task();
      if`,
      replace: `      this.#heap.remove(timer);
      timer.task();
      if (timer.every > 0) {
        timer.due = Math.max(timer.due + timer.every, now);
        this.#heap.add(timer);
      }
      if`,
    },
  ],
  fails: ['a task may cancel its own timer, and another one that is due'],
});
