import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `this.#workers?.give(event.id, event)`,
      replace: `this.#workers?.give(++this.#last, event)`,
    },
  ],
  fails: ['reactor and proactor send the same bytes as the loop alone'],
});
