import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L01-B13',
  edits: [
    {
      file: 'server.ts',
      find: `    signal(SIGPIPE, SIG_IGN); // write throws EPIPE instead
`,
      replace: '',
    },
  ],
  fails: ['survives a client that closes while it is written to'],
});
