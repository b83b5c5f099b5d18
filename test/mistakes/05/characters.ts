import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L05-B07',
  edits: [
    {
      file: 'encoders.ts',
      find: `  wire.writeUInt32BE(message.length);
`,
      replace: `  wire.writeUInt32BE(Buffer.from(message).toString().length);
`,
    },
  ],
  fails: ['sender: counts the bytes of a message'],
});
