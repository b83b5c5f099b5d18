import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: 'if (this.#stopping && this.#connected === 0) this.loop.quit();',
      replace: `if (!this.#stopping || this.#connected > 0) return;
    if (this.#recycler.resting > 0) this.loop.runAfter(100, () => this.#stopped());
    else this.loop.quit();`,
    },
  ],
  fails: ['SIGTERM: the jobs that run are answered, and no slot that rests is waited for'],
  also: ['SIGTERM with no client, and a client that does not read: the stop is bounded'],
});
