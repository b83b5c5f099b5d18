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
  fails: ['a worker closes each connection before it reports, and exits with status 0'],
});
