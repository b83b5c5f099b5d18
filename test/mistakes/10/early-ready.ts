import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'loop-pool.ts',
      find: 'return this.#ready === this.#threads.length;',
      replace: 'return this.#ready === 1;',
    },
  ],
  fails: ['reports when the last loop is ready, and joins all of them'],
});
