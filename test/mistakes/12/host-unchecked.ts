import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'request-line.ts',
      find: `  if (host === undefined ? minor > 0 : !HOST.test(host)) throw new Refusal(400, 'no valid Host');
`,
      replace: ``,
    },
  ],
  fails: ['requests without a body are read or refused as the RFCs say'],
});
