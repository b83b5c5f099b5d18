import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'heartbeat.ts',
      find: `        this.#timer = this.#watcher.loop.runAfter(due - now, () => this.#expire());
        return;`,
      replace: '        return;',
    },
    {
      file: 'heartbeat.ts',
      find: `    this.#timer = null;
    for (const [ticket, due]`,
      replace: '    for (const [ticket, due]',
    },
  ],
  fails: ['a silent client is closed after two intervals and the margin, and one that pings stays'],
});
