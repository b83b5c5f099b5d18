/** For the demo: three ways to share a listener between loops in threads. Connections are accepted, and answered by an echo. */
import { listenOn, program, ready } from '#program';
import {
  AF_INET,
  accept4,
  bind,
  EPOLL_CTL_ADD,
  EPOLLIN,
  epollCreate1,
  epollCtl,
  epollWait,
  eventfd,
  eventfdWrite,
  type Fd,
  getsockname,
  INADDR_LOOPBACK,
  listen,
  read,
  SO_REUSEPORT,
  SOCK_STREAM,
  SOL_SOCKET,
  SOMAXCONN,
  setNonblocking,
  setsockopt,
  socket,
  startThread,
} from '#sys';
import type { WaysData } from './ways-thread.ts';

const STDIN: Fd = 0;

/** A listener of its own for each loop: the kernel chooses one by a hash of both addresses. socket(7) */
function reusing(port: number): Fd {
  const listener = socket(AF_INET, SOCK_STREAM);
  setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, true);
  bind(listener, { family: AF_INET, address: INADDR_LOOPBACK, port });
  listen(listener, SOMAXCONN);
  return listener;
}

function listenersFor(way: string, loops: number): Fd[] {
  if (way !== 'reuseport') return Array<Fd>(loops).fill(listenOn(0));
  const first = reusing(0);
  const address = getsockname(first);
  const port = 'port' in address ? address.port : 0;
  return [first, ...Array.from({ length: loops - 1 }, () => reusing(port))];
}

program(
  import.meta.url,
  {
    about: 'Three ways to share a listener.',
    options: {
      port: { default: 0, about: 'not used: any free one' },
      way: { default: 'handover', about: 'handover, exclusive or reuseport' },
      loops: { default: 3, about: 'threads with a loop' },
      busy: { default: 0, about: 'the last so many loops are busy, and end at the line "die" on standard input' },
    },
  },
  ({ way, loops, busy }) => {
    const gate = eventfd();
    const listeners = listenersFor(way, loops);
    const [first = -1] = listeners;
    const main = epollCreate1();
    const epolls = listeners.map(() => epollCreate1());
    for (const listener of listeners) setNonblocking(listener, true);
    for (const [index, epoll] of epolls.entries()) {
      const listener = way === 'handover' ? -1 : (listeners[index] ?? -1);
      const data: WaysData = { epoll, listener, own: way === 'reuseport', gate: index >= loops - busy ? gate : -1 };
      startThread(new URL('./ways-thread.ts', import.meta.url), data);
    }
    epollCtl(main, EPOLL_CTL_ADD, STDIN, EPOLLIN);
    if (way === 'handover') epollCtl(main, EPOLL_CTL_ADD, first, EPOLLIN);
    ready(first);
    let next = 0;
    for (;;) {
      for (const { fd } of epollWait(main, 1, -1)) {
        if (fd === STDIN) {
          if (read(STDIN, Buffer.alloc(64)) === 0) return;
          eventfdWrite(gate);
          continue;
        }
        const accepted = accept4(first, 0);
        if (accepted !== null) epollCtl(epolls[next++ % loops] ?? -1, EPOLL_CTL_ADD, accepted.fd, EPOLLIN);
      }
    }
  },
);
