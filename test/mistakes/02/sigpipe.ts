import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L02-B09',
  edits: [
    {
      file: 'server.ts',
      find: `  signal(SIGPIPE, SIG_IGN);
`,
      replace: '',
    },
  ],
  fails: ['does not let SIGPIPE end the child of a client that has closed'],
});
