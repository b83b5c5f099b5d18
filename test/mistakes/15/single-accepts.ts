import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    entry.ioprio = IORING_ACCEPT_MULTISHOT;
`,
      replace: '',
    },
    {
      file: 'proactor.ts',
      find: `  IORING_ACCEPT_MULTISHOT,
`,
      replace: '',
    },
  ],
  fails: ['proactor: one accept for all clients, one receive for all messages of a client'],
});
