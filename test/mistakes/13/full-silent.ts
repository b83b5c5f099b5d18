import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    send(fd, encode(BUSY, Buffer.from('no free slot')), MSG_NOSIGNAL);
`,
      replace: '',
    },
    { file: 'server.ts', find: 'import { BUSY, WORK }', replace: 'import { WORK }' },
    {
      file: 'server.ts',
      find: `  send,
`,
      replace: '',
    },
    {
      file: 'server.ts',
      find: `  MSG_NOSIGNAL,
`,
      replace: '',
    },
  ],
  fails: ['a full pool says so: BUSY, then the end, also to a client that has sent already'],
});
