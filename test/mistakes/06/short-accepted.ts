import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L06-B03',
  edits: [
    {
      file: 'train.ts',
      find: `    if (car < length) throw new TrainError(\`the stream ended after \${car} of \${length} bytes of a car\`);
`,
      replace: ``,
    },
  ],
  fails: ['says so when the stream ends inside a car'],
});
