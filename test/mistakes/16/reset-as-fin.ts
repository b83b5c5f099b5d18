import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'situations.ts',
      find: `  if (resets) setsockopt(peers, SOL_SOCKET, SO_LINGER, linger(true, 0));
`,
      replace: `  void [setsockopt, SOL_SOCKET, SO_LINGER, linger];
`,
    },
    {
      file: 'situations.ts',
      find: `untilState(ours, resets || situation === 'unread' ? 'CLOSE' : 'CLOSE_WAIT')`,
      replace: `untilState(ours, situation === 'unread' ? 'CLOSE' : 'CLOSE_WAIT')`,
    },
  ],
  fails: ['after a reset: each error is reported once'],
});
