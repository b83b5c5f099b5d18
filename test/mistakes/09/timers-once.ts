import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timers.ts',
      find: `        timer.due = Math.max(timer.due + timer.every, now);
        this.#insert(timer);
`,
      replace: `        timer.due = Math.max(timer.due + timer.every, now);
        this.#timers.push(timer);
        this.#timers.reverse();
`,
    },
    {
      file: 'timers.ts',
      find: `while (at > 0 && (this.#timers[at - 1] as Timer).due < timer.due) at--;`,
      replace: `while (at > 0 && (this.#timers[at - 1] as Timer).due > timer.due) at--;`,
    },
  ],
  fails: ['timers expire in order and repeat, and the loop sleeps between them'],
});
