import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'poller.ts',
      find: `    for (const { fd, events } of ready) this.#watched[fd]?.handle(events);`,
      replace: `    const handlers = ready.map(({ fd }) => this.#watched[fd]);
    for (const [i, { events }] of ready.entries()) handlers[i]?.handle(events);`,
    },
  ],
  fails: ['a callback of a batch removes other channels of it, or changes its own mask'],
});
