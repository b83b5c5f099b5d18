import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'chat.ts',
      find: `  signal(SIGCHLD, SIG_DFL);
`,
      replace: ``,
    },
  ],
  fails: ['chat: leaves no process when it is told to stop at a rare moment'],
});
