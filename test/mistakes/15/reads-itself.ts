import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    entry.ioprio = IORING_ACCEPT_MULTISHOT;
    entry.opFlags = SOCK_CLOEXEC;`,
      replace: '    entry.opFlags = POLLIN;',
    },
    {
      file: 'proactor.ts',
      find: 'this.ring.prepare(IORING_OP_ACCEPT,',
      replace: 'this.ring.prepare(IORING_OP_POLL_ADD,',
    },
    {
      file: 'proactor.ts',
      find: `  #accepted(res: number, flags: number): void {
`,
      replace: `  #accepted(ready: number, flags: number): void {
    const res = ready < 0 ? ready : (accept4(this.#listener, SOCK_CLOEXEC)?.fd ?? -ECANCELED);
`,
    },
    {
      file: 'proactor.ts',
      find: `  IORING_ACCEPT_MULTISHOT,
`,
      replace: '',
    },
    {
      file: 'proactor.ts',
      find: `  IORING_OP_ACCEPT,
`,
      replace: '',
    },
    {
      file: 'proactor.ts',
      find: `  IORING_OP_ASYNC_CANCEL,
`,
      replace: `  IORING_OP_ASYNC_CANCEL,
  IORING_OP_POLL_ADD,
`,
    },
    {
      file: 'proactor.ts',
      find: `  IPPROTO_TCP,
`,
      replace: `  IPPROTO_TCP,
  POLLIN,
`,
    },
    {
      file: 'proactor.ts',
      find: `import {
  close,
`,
      replace: `import {
  accept4,
  close,
`,
    },
  ],
  fails: ['proactor: one accept for all clients, one receive for all messages of a client'],
});
