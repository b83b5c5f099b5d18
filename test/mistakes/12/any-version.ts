import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'request-line.ts',
      find: `  if (major !== '1') throw new Refusal(505, \`version \${major}.\${minor}\`);
`,
      replace: ``,
    },
  ],
  fails: ['requests without a body are read or refused as the RFCs say'],
});
