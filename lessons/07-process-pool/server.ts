/** The program: it makes the listener and the pool, and installs the signal handlers. Nothing to do in this file. */
import { listenOn, program, ready } from '#program';
import { SIG_IGN, SIGINT, SIGPIPE, SIGTERM, sigaction, signal } from '#sys';
import { PoolServer } from './parent.ts';
import { serveConnections } from './worker.ts';

program(
  import.meta.url,
  {
    about: 'File server that speaks the train protocol, with a pool of processes.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      dir: { default: '.', about: 'folder whose files it serves' },
      workers: { default: 4, about: 'processes in the pool' },
      patience: { default: 60, about: 'seconds to wait for a client that neither reads nor writes; 0 sets no limit' },
    },
  },
  ({ port, dir, workers, patience }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const server = new PoolServer(listener, Math.max(1, workers), (channel) =>
      serveConnections(channel, dir, patience),
    );
    for (const signum of [SIGTERM, SIGINT]) sigaction(signum, { handler: (n) => server.wake(n) });
    ready(listener);
    server.run();
  },
);
