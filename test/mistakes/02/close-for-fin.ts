import { mistake } from '#lesson';

export default mistake({
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
