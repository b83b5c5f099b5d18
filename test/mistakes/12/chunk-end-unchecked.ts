import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'body.ts',
      find: `      if (end > from) throw new Refusal(400, 'more bytes than the size of the chunk');
`,
      replace: ``,
    },
  ],
  fails: ['requests with a body are read or refused as the RFCs say'],
});
