import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'channel.ts',
      find: `recvmsg(channel, [byte], cmsgSpace(4), MSG_CMSG_CLOEXEC)`,
      replace: `recvmsg(channel, [byte], cmsgSpace(4))`,
    },
    {
      file: 'channel.ts',
      find: `  MSG_CMSG_CLOEXEC,
`,
      replace: ``,
    },
  ],
  fails: ['passes one connection after the other, and sees the end of the channel'],
});
