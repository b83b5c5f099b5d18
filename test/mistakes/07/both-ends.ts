import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'workers.ts',
      find: `  close(theirs);
  return`,
      replace: `  return`,
    },
  ],
  fails: [
    'each worker holds its own end of its channel, and nothing else of the pool',
    'a worker dies with a connection in its channel: the client sees the end',
  ],
  also: [
    'an idle worker dies: it is reaped and replaced',
    'a busy worker dies: its client sees the end, the other client gets its whole file',
    'a connection passed to a worker that has just died goes to another worker',
    'exits in good order on SIGTERM, also when fifty arrive at once',
    'SIGTERM: a transfer under way is completed',
    'SIGINT: all processes exit at once, also after SIGTERM',
  ],
});
