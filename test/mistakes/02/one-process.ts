import { mistake } from '#lesson';

/** A loop on poll, which serves all clients in the parent. */
export default mistake({
  edits: [
    { file: 'server.ts', find: `} from '#sys';`, replace: `  POLLIN,\n  poll,\n} from '#sys';` },
    {
      file: 'server.ts',
      find: `  while (!stopping) {
    const connection = nextConnection(listener);
    if (connection !== null) serveInChild(listener, connection, limit);
  }`,
      replace: `  void serveInChild;
  signal(SIGPIPE, SIG_IGN);
  const clients = new Set<Fd>();
  const ready = (): Fd[] => {
    const watched = [...clients, ...(stopping ? [] : [listener])].map((fd) => ({ fd, events: POLLIN }));
    try {
      const revents = poll(watched, -1);
      return watched.filter((_, i) => revents[i] !== 0).map(({ fd }) => fd);
    } catch (error) {
      if (isSystemError(error, 'EINTR')) return [];
      throw error;
    }
  };
  while (!stopping || clients.size > 0) {
    for (const fd of ready()) {
      if (fd === listener) {
        const connection = nextConnection(listener);
        if (connection !== null) clients.add(connection.fd);
        continue;
      }
      try {
        const n = read(fd, buffer) ?? 0;
        if (n > 0) {
          writeAll(fd, buffer.subarray(0, n));
          continue;
        }
      } catch (error) {
        if (!isSystemError(error)) throw error;
      }
      clients.delete(fd);
      close(fd);
    }
  }`,
    },
  ],
  fails: [
    'gives each client a child of its own, which ends with it',
    'closes in each process the descriptor that it does not need',
    'leaves no zombie when clients leave one after another',
    'goes on when accept is interrupted',
    'stops on SIGTERM once the open conversation has ended',
    'survives a client that resets',
    'survives SIGPIPE in the child of a client that has closed',
    'ends the stream though another process holds the connection',
    'hangs up without a reset on a client that still sends',
  ],
  also: [
    'loses only one client when fork fails',
    'ends on an error that is a bug while it waits for its children',
    'ends a child on an error that is a bug, and says so',
  ],
});
