import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L06-B02',
  edits: [
    {
      file: 'train.ts',
      find: `      if (n === 0) break;
`,
      replace: `      if (n === 0) continue;
`,
    },
  ],
  fails: ['receives trains that arrive whole'],
});
