import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'workers.ts',
      find: `    for (const fd of inherited) close(fd);
`,
      replace: `    for (const fd of inherited.slice(1)) close(fd);
`,
    },
  ],
  fails: ['each worker holds its own end of its channel, and nothing else of the pool'],
  also: ['SIGTERM: a transfer under way is completed'],
});
