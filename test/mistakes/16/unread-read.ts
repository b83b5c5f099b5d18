import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'situations.ts',
      find: `    untilUnread(peers, HELLO.length);
`,
      replace: `    untilUnread(peers, HELLO.length);
    recv(peers, Buffer.alloc(HELLO.length));
`,
    },
    {
      file: 'situations.ts',
      find: `  MSG_NOSIGNAL,
`,
      replace: `  MSG_NOSIGNAL,
  recv,
`,
    },
    {
      file: 'situations.ts',
      find: `untilState(ours, resets || situation === 'unread' ? 'CLOSE' : 'CLOSE_WAIT')`,
      replace: `untilState(ours, resets ? 'CLOSE' : 'CLOSE_WAIT')`,
    },
  ],
  fails: ['a close with bytes unread is a reset, and what had arrived can be read'],
});
