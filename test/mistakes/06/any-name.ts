import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L06-B09',
  edits: [
    {
      file: 'server.ts',
      find: `  if (problem !== null) throw new Failure(problem);
`,
      replace: `  if (problem !== null && name === "") throw new Failure(problem);
`,
    },
  ],
  fails: ['gives away files of its folder only'],
});
