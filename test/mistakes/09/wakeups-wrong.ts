import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'loop.ts',
      find: `      if (this.poller.poll(this.#tasks.length > 0 ? 0 : -1) > 0) this.wakeups++;`,
      replace: `      this.poller.poll(this.#tasks.length > 0 ? 0 : -1);
      this.wakeups++;`,
    },
  ],
  fails: ['tasks run at once, after the events of a round, or in the next round'],
});
