import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'train.ts',
      find: `    if (car < length) throw new TrainError(\`the stream ended after \${car} of \${length} bytes of a car\`);
`,
      replace: ``,
    },
  ],
  fails: ['reports a stream that ends inside a car'],
});
