import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: `  if (n < size) throw new BrokenStream(\`the stream ended after \${n} of \${size} bytes of a record\`);
`,
      replace: ``,
    },
  ],
  fails: ['receiver: reports a stream that ends inside a record'],
});
