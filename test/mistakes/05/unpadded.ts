import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L05-B16',
  edits: [
    {
      file: 'encoders.ts',
      find: `  const record = Buffer.alloc(size);
`,
      replace: `  const record = Buffer.alloc(message.length);
`,
    },
  ],
  fails: ['sender: fills records up with zero bytes'],
});
