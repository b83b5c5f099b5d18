import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'channel.ts',
      find: `  if (message === null || message.bytes === 0 || byte[0] === EXIT) return null;
  return message.fds[0] ?? null;`,
      replace: `  let next = message;
  while (next !== null && next.bytes === 0) next = recvmsg(channel, [byte], cmsgSpace(4));
  if (next === null || byte[0] === EXIT) return null;
  return next.fds[0] ?? null;`,
    },
  ],
  fails: ['passes one connection after the other, and sees the end of the channel'],
});
