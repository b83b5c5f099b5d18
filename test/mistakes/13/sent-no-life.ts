import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    if (sent > 0) this.#server.alive(this.ticket);
`,
      replace: '',
    },
    {
      file: 'client.ts',
      find: `    const sent = this.#outbox.flush();
`,
      replace: `    this.#outbox.flush();
`,
    },
  ],
  fails: ['a reader that is slow lives as long as it takes bytes: the time counts from what was sent'],
});
