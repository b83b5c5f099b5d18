import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'body.ts',
      find: `coding.split(',').map((one) => one.replace(/^[ \\t]+|[ \\t]+$/g, '').toLowerCase())`,
      replace: `[coding]`,
    },
  ],
  fails: ['requests with a body are read or refused as the RFCs say'],
});
