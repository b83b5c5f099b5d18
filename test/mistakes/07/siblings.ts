import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'workers.ts',
      find: `    for (const fd of inherited) close(fd);
`,
      replace: `    if (inherited[0] !== undefined) close(inherited[0]);
`,
    },
  ],
  fails: ['each worker holds its own end of its channel, and nothing else of the pool'],
  also: [
    'a busy worker dies: its client sees the end, the other client gets its whole file',
    'a worker dies with a connection in its channel: the client sees the end',
    'a connection passed to a worker that has just died goes to another worker',
    'an idle worker dies: it is reaped and replaced',
  ],
});
