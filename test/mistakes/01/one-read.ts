import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    writeAll(conn, buffer.subarray(0, n));
  }`,
      replace: `    writeAll(conn, buffer.subarray(0, n));
    return;
  }`,
    },
  ],
  fails: ['echoes what a client sends'],
  also: [
    'echoes bytes that come one at a time',
    'echoes a megabyte unchanged',
    'survives a client that resets in the middle of its stream',
    'survives a client that closes while the server writes',
    'serves the waiting client once the first has gone',
    'leaves nothing behind after any of the tests above',
  ],
});
