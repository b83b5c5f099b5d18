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
  const [conn = 'lost', ...more] = message.fds;`,
      replace: `  if (message === null || message.bytes === 0 || byte[0] === EXIT) return null;
  const conn = byte[0] ?? null;
  const more = message.fds;`,
    },
  ],
  fails: ['passes a connection to a worker'],
});
