import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'channel.ts',
      find: `  if (message === null || message.bytes === 0 || byte[0] === EXIT) return null;
  const [conn = 'lost', ...more] = message.fds;`,
      replace: `  let next = message;
  while (next !== null && next.bytes === 0) next = recvmsg(channel, [byte], cmsgSpace(4), MSG_CMSG_CLOEXEC);
  if (next === null || byte[0] === EXIT) return null;
  const [conn = 'lost', ...more] = next.fds;`,
    },
  ],
  fails: ['passes one connection after the other, and sees the end of the channel'],
});
