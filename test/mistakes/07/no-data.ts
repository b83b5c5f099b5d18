import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'channel.ts',
      find: `  sendmsg(channel, { buffers: [Buffer.from([CONNECTION])], fds: [fd] });
`,
      replace: `  sendmsg(channel, { buffers: [], fds: [fd] });
`,
    },
  ],
  fails: ['passes a connection to a worker'],
});
