import { mistake } from '#lesson';

export default mistake({
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
