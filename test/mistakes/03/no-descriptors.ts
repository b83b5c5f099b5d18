import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    if (performance.now() >= this.#fullUntil) readable.add(this.#listener);
`,
      replace: `    readable.add(this.#listener);
`,
    },
  ],
  fails: ['sleeps while no descriptors are left, and accepts again later'],
  also: ['accepts again after a pause, though no client has left'],
});
