import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B16',
  edits: [
    {
      file: 'client.ts',
      find: `      if (n === 0 && inputEnded) return;
`,
      replace: `      if (n === 0) return;
`,
    },
  ],
  fails: ['client: fails when the server goes away'],
});
