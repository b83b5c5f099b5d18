import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `    const n = recv(conn, buffer, MSG_DONTWAIT);
    if (n !== null) return n;
`,
      replace: `    const n = recv(conn, buffer, MSG_DONTWAIT);
    return n as number;
`,
    },
  ],
  fails: ['waits again when a ready descriptor has nothing after all'],
});
