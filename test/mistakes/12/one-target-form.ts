import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'request-line.ts',
      find: `  if (authority === '' || !HOST.test(authority)) throw new Refusal(400, 'the form of the target');
`,
      replace: ``,
    },
  ],
  fails: ['requests without a body are read or refused as the RFCs say'],
});
