import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B03',
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
