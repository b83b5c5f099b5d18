import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B33',
  edits: [
    {
      file: 'workers.ts',
      find: `    for (const end of [ours, theirs]) close(end);
`,
      replace: ``,
    },
  ],
  fails: ['no process is to be had: those who are left serve, and the pool is whole again later'],
});
