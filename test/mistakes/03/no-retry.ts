import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    const next = this.#fullUntil > now ? Math.min(this.#nextTick, this.#fullUntil) : this.#nextTick;
`,
      replace: `    const next = this.#nextTick;
`,
    },
  ],
  fails: ['accepts again after a pause, though no client has left'],
});
