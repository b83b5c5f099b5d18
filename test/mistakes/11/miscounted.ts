import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'zero-copy.ts',
      find: `      if (n !== null) {
        pending.add(this.#next);
        this.#next = (this.#next + 1) >>> 0;
      }`,
      replace: `      pending.add(this.#next);
      this.#next = (this.#next + 1) >>> 0;`,
    },
  ],
  fails: ['zerocopy: short sends, and copies where the kernel locks no more memory'],
});
