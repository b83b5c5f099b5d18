import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `      if (n === 0) this.#finish();
`,
      replace: `      this.#server.alive(this.ticket);
      if (n === 0) this.#finish();
`,
    },
  ],
  fails: ['any packet is life, but half a packet is none'],
});
