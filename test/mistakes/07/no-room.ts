import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'channel.ts',
      find: `  const message = recvmsg(channel, [byte], cmsgSpace(4), MSG_CMSG_CLOEXEC);
`,
      replace: `  const message = recvmsg(channel, [byte], 0, MSG_CMSG_CLOEXEC);
`,
    },
  ],
  fails: ['passes a connection to a worker'],
});
