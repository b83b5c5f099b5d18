import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B18',
  edits: [
    {
      file: 'timeouts.ts',
      find: `const n = send(conn, bytes, MSG_DONTWAIT | MSG_NOSIGNAL);`,
      replace: `const n = send(conn, bytes, MSG_NOSIGNAL);`,
    },
  ],
  fails: ['writeTimeout: gives up on a peer that does not read'],
});
