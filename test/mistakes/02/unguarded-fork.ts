import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'chat.ts',
      find: `  sigprocmask(SIG_BLOCK, STOPS);
`,
      replace: ``,
    },
  ],
  fails: ['chat: leaves no process when it is told to stop at a rare moment'],
});
