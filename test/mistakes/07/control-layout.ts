import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'channel.ts',
      find: `  sendmsg(channel, { buffers: [Buffer.from([CONNECTION])], fds: [fd] });
`,
      replace: `  const control = Buffer.alloc(16);
  control.writeInt32LE(16, 0);
  control.writeInt32LE(SOL_SOCKET, 4);
  control.writeInt32LE(SCM_RIGHTS, 8);
  control.writeInt32LE(fd, 12);
  sendmsg(channel, { buffers: [Buffer.from([CONNECTION])], control });
`,
    },
    {
      file: 'channel.ts',
      find: `  recvmsg,
  sendmsg,
`,
      replace: `  recvmsg,
  SCM_RIGHTS,
  SOL_SOCKET,
  sendmsg,
`,
    },
  ],
  fails: ['passes a connection to a worker'],
});
