import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `const n = send(conn, bytes, MSG_DONTWAIT | MSG_NOSIGNAL);`,
      replace: `const n = send(conn, bytes, MSG_NOSIGNAL);`,
    },
  ],
  fails: ['writeTimeout: gives up on a peer that does not read'],
});
