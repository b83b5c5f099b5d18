import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  sendTrain(conn, EMPTY);
  number.writeUInt32BE`,
      replace: `  number.writeUInt32BE`,
    },
  ],
  fails: ['sends files of every size exactly'],
  also: [
    'sends bytes, not text',
    'refuses a file that it cannot open, and serves the next request',
    'closes each file after sending it',
    'survives a client that resets in the middle of a file',
    'survives a client that closes in the middle of a file',
  ],
});
