import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'heartbeat.ts',
      find: `    this.#due.delete(ticket);
    this.#due.set(ticket, performance.now() + this.#limit);`,
      replace: '    if (!this.#due.has(ticket)) this.#due.set(ticket, performance.now() + this.#limit);',
    },
  ],
  fails: ['a silent client is closed after two intervals and the margin, and one that pings stays'],
});
