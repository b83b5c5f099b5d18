import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L01-B05',
  edits: [
    {
      file: 'server.ts',
      find: `      close(fd); // without this the client never sees the end, and we run out of descriptors
`,
      replace: '',
    },
  ],
  fails: ['ends the connection when the client has finished'],
  also: ['leaves nothing behind after any of the tests above'],
});
