import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'heartbeat.ts',
      find: `      if (this.#watcher.pool.isCurrent(ticket)) this.#watcher.silent(ticket);
`,
      replace: `      if (!this.#watcher.pool.isCurrent(ticket)) continue;
      this.#watcher.silent(ticket);
      break;
`,
    },
  ],
  fails: ['a silent client is closed after two intervals and the margin, and one that pings stays'],
});
