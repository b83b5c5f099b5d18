import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'channel.ts',
      find: `  const message = recvmsg(channel, [byte], cmsgSpace(4));
`,
      replace: `  const message = recvmsg(channel, [byte]);
`,
    },
  ],
  fails: ['passes a connection to a worker'],
});
