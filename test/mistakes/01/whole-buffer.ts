import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'server.ts', find: 'writeAll(conn, buffer.subarray(0, n));', replace: 'writeAll(conn, buffer);' }],
  fails: ['echoes what a client sends'],
  also: [
    'serves three clients, one after the other',
    'serves the client that waited once the first has gone',
    'echoes bytes that come one at a time',
    'echoes a megabyte unchanged',
    'writes all of it though the kernel takes a few bytes a call',
    'ends the connection when the client has finished',
    'survives a client that resets before it is accepted',
    'survives a client that resets in the middle of its stream',
    'survives a client that closes while it is written to',
    'leaves nothing behind after any of the tests above',
  ],
});
