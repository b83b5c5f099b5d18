import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L06-B10',
  edits: [
    {
      file: 'server.ts',
      find: `  signal(SIGPIPE, SIG_IGN);
`,
      replace: `  void signal;
`,
    },
  ],
  fails: ['survives a client that closes in the middle of a file'],
});
