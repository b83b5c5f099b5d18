import { mistake } from '#lesson';

export default mistake({
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
