import { mistake } from '#lesson';

export default mistake({
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
