import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B19',
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
