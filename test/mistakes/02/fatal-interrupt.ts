import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'chat.ts',
      find: `  retryOnEintr(() => waitpid(pid));
`,
      replace: `  waitpid(pid);
`,
    },
  ],
  fails: ['chat: leaves no process when it is told to stop at a rare moment'],
});
