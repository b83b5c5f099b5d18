import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: `    const head = this.#word(HEAD);
    this.#words[HEAD] = (head + 1) % this.capacity;
`,
      replace: `    const head = (this.#word(HEAD) + this.count - 1) % this.capacity;
`,
    },
  ],
  fails: ['the ring returns tasks whole and in order, from shared memory'],
  also: ['no task is lost under load, though the ring is full again and again'],
});
