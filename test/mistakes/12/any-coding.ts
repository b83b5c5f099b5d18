import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'body.ts',
      find: `  if (named.indexOf('chunked') !== named.length - 1) throw new Refusal(400, 'chunked is not the last coding');
  if (named.length !== 1) throw new Refusal(named.length === 0 ? 400 : 501, \`coding \${coding}\`);
`,
      replace: `  if (!named.includes('chunked')) return 0;
`,
    },
  ],
  fails: ['requests with a body are read or refused as the RFCs say'],
});
