import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: `  readonly capacity: number;
`,
      replace: `  readonly capacity: number;
  #head = 0;
`,
    },
    {
      file: 'ring.ts',
      find: 'this.#store((this.#word(HEAD) + this.count)',
      replace: 'this.#store((this.#head + this.count)',
    },
    {
      file: 'ring.ts',
      find: `    const head = this.#word(HEAD);
    this.#words[HEAD] = (head + 1) % this.capacity;
`,
      replace: `    const head = this.#head;
    this.#head = (head + 1) % this.capacity;
`,
    },
  ],
  fails: ['the ring returns tasks whole and in order, from shared memory'],
});
