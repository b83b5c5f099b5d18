import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L02-B16',
  edits: [
    {
      file: 'chat.ts',
      find: `    shutdown(conn, SHUT_WR);
`,
      replace: `    close(conn);
`,
    },
  ],
  fails: ['chat: delivers everything before it ends'],
  also: ['chat: leaves no zombie while the peer still talks'],
});
