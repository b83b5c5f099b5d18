import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L02-B15',
  edits: [
    {
      file: 'server.ts',
      find: `  while (read(conn, buffer) !== 0) {
    // whatever the client still says, nobody listens any more
  }
`,
      replace: '',
    },
  ],
  fails: ['hangs up without a reset on a client that has more to say'],
});
