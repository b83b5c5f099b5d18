import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L05-B11',
  edits: [
    {
      file: 'blocking.ts',
      find: `  if (n < size) throw new BrokenStream(\`the stream ended after \${n} of \${size} bytes of a record\`);
`,
      replace: ``,
    },
  ],
  fails: ['receiver: says so when the stream ends inside a record'],
});
