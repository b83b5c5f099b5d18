import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'workers.ts',
      find: `    _exit(work(theirs));
`,
      replace: `    work(theirs);
`,
    },
  ],
  fails: ['a worker serves files, closes the connection, then reports'],
});
