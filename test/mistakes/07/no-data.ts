import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B02',
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
