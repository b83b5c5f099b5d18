import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    entry.ioprio = IORING_RECV_MULTISHOT;
`,
      replace: '',
    },
    {
      file: 'client.ts',
      find: `  IORING_RECV_MULTISHOT,
`,
      replace: '',
    },
  ],
  fails: ['proactor: one accept for all clients, one receive for all messages of a client'],
});
