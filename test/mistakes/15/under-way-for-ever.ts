import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    this.ring.prepare(IORING_OP_ASYNC_CANCEL, -1, CANCEL).opFlags = IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL;
`,
      replace: '',
    },
    {
      file: 'proactor.ts',
      find: `  IORING_ASYNC_CANCEL_ALL,
  IORING_ASYNC_CANCEL_ANY,
`,
      replace: '',
    },
  ],
  fails: ['proactor: SIGTERM closes the port, sends the pending bytes, and ends the program'],
});
