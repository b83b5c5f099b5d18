import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L05-B18',
  edits: [
    {
      file: 'encoders.ts',
      find: `  const record = Buffer.alloc(size);
`,
      replace: `  const record = Buffer.allocUnsafe(size);
`,
    },
  ],
  fails: ['sender: fills records up with zero bytes'],
});
