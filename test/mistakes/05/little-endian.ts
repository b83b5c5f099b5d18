import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'encoders.ts', find: `wire.writeUInt32BE(message.length)`, replace: `wire.writeUInt32LE(message.length)` },
    { file: 'blocking.ts', find: `header.readUInt32BE()`, replace: `header.readUInt32LE()` },
  ],
  fails: ['sender: counts the bytes of a message', 'receiver: takes messages behind a length that arrive whole'],
});
