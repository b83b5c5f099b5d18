import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L05-B09',
  edits: [
    {
      file: 'encoders.ts',
      find: `wire.writeUInt32BE(message.length)`,
      replace: `wire.writeUInt32BE(4 + message.length)`,
    },
  ],
  fails: ['sender: counts the bytes of a message'],
});
