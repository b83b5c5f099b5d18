import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    entry.opFlags = SOCK_CLOEXEC;
`,
      replace: '',
    },
    {
      file: 'proactor.ts',
      find: `  SOCK_CLOEXEC,
`,
      replace: '',
    },
  ],
  fails: ['proactor: one accept for all clients, one receive for all messages of a client'],
});
