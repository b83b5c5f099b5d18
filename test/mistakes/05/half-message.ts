import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: `  if (n < header.length) throw new BrokenStream(\`the stream ended after \${n} of 4 bytes of a length\`);
`,
      replace: ``,
    },
  ],
  fails: ['receiver: reports a stream that ends inside a message'],
});
