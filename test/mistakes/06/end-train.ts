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
    'refuses what it cannot open, and goes on',
    'closes each file when it has been sent',
    'survives a client that resets in the middle of a file',
    'survives a client that closes in the middle of a file',
  ],
});
