import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L02-B12',
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
