import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'server.ts', find: 'writeAll(conn, buffer.subarray(0, n));', replace: 'writeAll(conn, buffer);' }],
  fails: ['echoes what a client sends'],
  also: [
    'serves three clients, one after the other',
    'serves the waiting client once the first has gone',
    'echoes bytes that come one at a time',
    'echoes a megabyte unchanged',
    'sends the whole echo though each write takes only 7 bytes',
    'ends the connection after the client has ended its direction',
    'survives a client that resets before it is accepted',
    'survives a client that resets in the middle of its stream',
    'survives a client that closes while the server writes',
    'leaves nothing behind after any of the tests above',
  ],
});
