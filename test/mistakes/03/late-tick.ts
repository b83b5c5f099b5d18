import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      const ms = Math.max(0, Math.ceil(next - now));
`,
      replace: `      this.#nextTick = now + this.#tickMs;
      const ms = Math.max(0, Math.ceil(Math.min(next, this.#nextTick) - now) * 0 + this.#tickMs);
`,
    },
    {
      file: 'server.ts',
      find: `if (performance.now() >= this.#nextTick) this.#tick();`,
      replace: `if (performance.now() >= this.#nextTick - 1) this.#tick();`,
    },
  ],
  fails: ['ticks while a client talks without a pause'],
});
