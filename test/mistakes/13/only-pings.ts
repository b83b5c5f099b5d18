import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    this.#server.alive(this.ticket);
    const answer`,
      replace: `    if (code === 0) this.#server.alive(this.ticket);
    const answer`,
    },
    {
      file: 'client.ts',
      find: `    if (sent > 0) this.#server.alive(this.ticket);
`,
      replace: `    if (sent > 65_536) this.#server.alive(this.ticket);
`,
    },
  ],
  fails: ['any packet is life, but half a packet is none'],
});
