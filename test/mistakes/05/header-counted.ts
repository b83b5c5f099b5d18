import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'encoders.ts',
      find: `wire.writeUInt32BE(message.length)`,
      replace: `wire.writeUInt32BE(4 + message.length)`,
    },
  ],
  fails: ['sender: counts the bytes of a message'],
});
