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
  fails: ['what a task queues waits for the next round, after the events'],
});
