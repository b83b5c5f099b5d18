import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `    const head = this.#word(HEAD);
    this.#words[HEAD] = (head + 1) % this.capacity;
    this.#words[COUNT] = this.#word(COUNT) - 1;
    return this.#word(RING + head);`,
      replace: `    this.#words[COUNT] = this.#word(COUNT) - 1;
    return this.#word(RING + ((this.#word(HEAD) + this.#word(COUNT)) % this.capacity));`,
    },
  ],
  fails: ['the queue returns jobs in the order in which they were put'],
  also: ['a queue that is full or stopped refuses jobs, and wakes no thread for them'],
});
