import { mistake } from '#lesson';

export default mistake({
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
