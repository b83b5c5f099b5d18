import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'request-line.ts',
      find: `  if (!METHODS.has(method)) throw new Refusal(501, \`method \${method}\`);
`,
      replace: ``,
    },
  ],
  fails: ['requests without a body are read or refused as the RFCs say'],
});
