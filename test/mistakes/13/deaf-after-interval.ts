import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    this.#clients[slot]?.receive();
`,
      replace: `    this.#clients[slot]?.deaf();
`,
    },
    {
      file: 'client.ts',
      find: '  /** A packet has come. Its answers',
      replace: `  /** Looked at by the heartbeat. */
  deaf(): void {
    this.#channel.setReading(false);
  }

  /** A packet has come. Its answers`,
    },
    {
      file: 'heartbeat.ts',
      find: `if (this.#watcher.pool.isCurrent(ticket)) this.#watcher.look(ticket);
      if (this.#due.get(ticket) !== due) continue;`,
      replace: `if (this.#watcher.pool.isCurrent(ticket)) this.#watcher.look(ticket);
      if (this.#due.get(ticket) !== due) continue;`,
    },
    {
      file: 'heartbeat.ts',
      find: `    this.#timer ??= this.#watcher.loop.runAfter(this.#limit, () => this.#expire());
`,
      replace: `    this.#timer ??= this.#watcher.loop.runAfter(this.#limit / 2, () => this.#expire());
`,
    },
    {
      file: 'heartbeat.ts',
      find: `      if (due > now) {
`,
      replace: `      if (due > now) {
        for (const other of this.#due.keys()) this.#watcher.look(other);
`,
    },
  ],
  fails: ['a silent client is closed after two intervals and the margin, and one that pings stays'],
});
