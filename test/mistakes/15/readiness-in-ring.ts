import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'completions.ts',
      find: '    this.#ring.prepare(IORING_OP_RECV, this.#sender.fd, RECEIVE, mappedAddress(this.#memory, 0, BYTES), BYTES);',
      replace: '    this.#ring.prepare(IORING_OP_POLL_ADD, this.#sender.fd, RECEIVE).opFlags = POLLIN;',
    },
    {
      file: 'completions.ts',
      find: `  done(tag: number, res: number): void {
`,
      replace: `  done(tag: number, ready: number): void {
    const res = tag === RECEIVE && ready > 0 ? (recv(this.#sender.fd, this.#memory.bytes, 0, BYTES) ?? 0) : ready;
`,
    },
    {
      file: 'completions.ts',
      find: `  IORING_OP_RECV,
`,
      replace: `  IORING_OP_POLL_ADD,
`,
    },
    {
      file: 'completions.ts',
      find: `  PROT_READ,
`,
      replace: `  POLLIN,
  PROT_READ,
`,
    },
    {
      file: 'completions.ts',
      find: `  SystemError,
`,
      replace: `  recv,
  SystemError,
`,
    },
  ],
  fails: ['completions: the kernel receives, and the program sleeps in the ring'],
});
