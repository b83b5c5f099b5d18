import { mistake } from '#lesson';

export default mistake({
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
