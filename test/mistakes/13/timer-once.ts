import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'heartbeat.ts',
      find: `        this.#timer = this.#watcher.loop.runAfter(due - now, () => this.#expire());
        return;`,
      replace: '        return;',
    },
  ],
  fails: ['a silent client is closed after two intervals and the margin, and one that pings stays'],
});
