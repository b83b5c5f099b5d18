import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'chat.ts',
      find: `  kill(writer, SIGTERM);
  const pid = writer;
  retryOnEintr(() => waitpid(pid));
`,
      replace: '',
    },
  ],
  fails: ['chat: leaves no process when the peer goes away'],
});
