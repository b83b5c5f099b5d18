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
    'a busy worker dies: its client sees the end, the others get theirs',
    'a worker has died, and the parent has not seen it yet: the connection goes to another one',
    'ends in good order on SIGTERM, also when it comes fifty times',
    'SIGTERM: a transfer under way ends whole',
    'SIGINT: everybody leaves at once, also after a SIGTERM',
  ],
});
