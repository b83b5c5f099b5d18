import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'channel.ts',
      find: `  sendmsg(channel, { buffers: [Buffer.from([CONNECTION])], fds: [fd] });
`,
      replace: `  write(channel, Buffer.from([fd]));
`,
    },
    {
      file: 'channel.ts',
      find: `  if (message === null || message.bytes === 0 || byte[0] === EXIT) return null;
  return message.fds[0] ?? null;`,
      replace: `  if (message === null || message.bytes === 0 || byte[0] === EXIT) return null;
  return byte[0] ?? null;`,
    },
  ],
  fails: ['passes a connection to a worker'],
});
