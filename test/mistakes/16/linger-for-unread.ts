import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'situations.ts',
      find: `  if (situation === 'unread') {
    untilUnread(ours, HELLO.length);
    send(ours, HELLO);
    untilUnread(peers, HELLO.length);
  }
  const resets = situation.startsWith('reset');`,
      replace: `  if (situation === 'unread') untilUnread(ours, HELLO.length);
  const resets = situation.startsWith('reset') || situation === 'unread';`,
    },
  ],
  fails: ['a close with bytes unread is a reset, and what had arrived can be read'],
});
