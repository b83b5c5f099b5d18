import {
  AF_INET,
  bind,
  close,
  connect,
  type Fd,
  getsockname,
  isSystemError,
  listen,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  socket,
} from '#sys';
import { until } from '../../src/host/wait.ts';
import { rowBetween } from '../../src/kit/kernel/tcp.ts';

const address = (port: number) => ({ family: AF_INET, address: '127.0.0.1', port }) as const;

/** A listener with a full queue that never accepts: the kernel answers no further SYN. */
export async function fullBacklog(): Promise<{ port: number; close(): void }> {
  const listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC);
  bind(listener, address(0));
  listen(listener, 0);
  const { port } = getsockname(listener) as { port: number };
  const clients: Fd[] = [];
  for (let waiting = false; !waiting && clients.length < 20; ) {
    const fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
    clients.push(fd);
    bind(fd, address(0));
    try {
      connect(fd, address(port));
    } catch (error) {
      if (!isSystemError(error, 'EINPROGRESS')) throw error;
    }
    const { port: mine } = getsockname(fd) as { port: number };
    waiting = (await until(() => rowBetween(mine, port)?.state === 'ESTABLISHED', 200)) === null;
  }
  return {
    port,
    close: () => {
      for (const fd of [...clients, listener]) close(fd);
    },
  };
}
