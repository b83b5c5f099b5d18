import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    const readable = new FdSet();
    const writable = new FdSet();
`,
      replace: `    const readable = this.#kept;
    const writable = new FdSet();
`,
    },
    {
      file: 'server.ts',
      find: `    if (performance.now() >= this.#fullUntil) readable.add(this.#listener);
    for (const { fd } of this.#clients.values()) {
      readable.add(fd);
`,
      replace: `    if (!this.#begun) readable.add(this.#listener);
    this.#begun = true;
    for (const { fd } of this.#clients.values()) {
`,
    },
    {
      file: 'server.ts',
      find: `        this.#clients.set(accepted.fd`,
      replace: `        this.#kept.add(accepted.fd);
        this.#clients.set(accepted.fd`,
    },
    {
      file: 'server.ts',
      find: `  #stopping = false;

  constructor`,
      replace: `  #stopping = false;
  readonly #kept = new FdSet();
  #begun = false;

  constructor`,
    },
  ],
  fails: ['serves its clients in any order'],
});
