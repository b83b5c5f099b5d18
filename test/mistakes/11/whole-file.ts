import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'copy.ts',
      find: `    for (let turn = 0`,
      replace: `    if (part.sent === 0) this.#whole = Buffer.alloc(Math.min(part.size, 200_000_000), 1);
    for (let turn = 0`,
    },
    {
      file: 'copy.ts',
      find: `  readonly #conn: Fd;`,
      replace: `  readonly #conn: Fd;
  #whole: Buffer | null = null;`,
    },
    {
      file: 'copy.ts',
      find: `  finish(): void {}`,
      replace: `  finish(): void {
    if (this.#whole?.[0] === 1) this.#whole = null;
  }`,
    },
  ],
  fails: ['copy: holds little of a file of 5 GiB'],
});
