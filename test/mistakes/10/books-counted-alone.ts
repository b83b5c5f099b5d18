import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'bank.ts',
      find: `    return this.#mutex(0).with(() => {
      const at = 1 + ENTRY * (this.#books[0] as number);
      if (at + ENTRY > this.#books.length) return false;
      this.#books.set([from, to, amount, id], at);
      this.#books[0] = (this.#books[0] as number) + 1;
      return true;
    });
`,
      replace: `    const at = 1 + ENTRY * this.entries;
    if (at + ENTRY > this.#books.length) return false;
    this.#books.set([from, to, amount, id], at);
    this.#books[0] = (this.#books[0] as number) + 1;
    return true;
`,
    },
  ],
  fails: ['threads that transfer at the same time lose no entry and no money'],
});
