import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L02-B17',
  edits: [
    {
      file: 'chat.ts',
      find: `  signal(SIGCHLD, reap);
  reap();
`,
      replace: '',
    },
    {
      file: 'chat.ts',
      find: `  const reap = () => {
    while (waitpid(-1, WNOHANG) !== null) writer = null;
  };
`,
      replace: '',
    },
  ],
  fails: ['chat: leaves no zombie while the peer still talks'],
});
