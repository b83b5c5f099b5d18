import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `    this.#changed.broadcast();
`,
      replace: `    this.#changed.signal();
`,
    },
  ],
  fails: ['SIGTERM ends a pool that has nothing to do'],
  also: [
    'SIGTERM ends connections on which nobody says anything',
    'SIGTERM: what was accepted is served, and nothing else',
  ],
});
