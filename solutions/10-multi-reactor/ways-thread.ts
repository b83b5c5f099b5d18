/** For the demo: one loop, which accepts from its listener if it has one. A busy one does nothing until its gate is open, then it ends. */
import {
  accept4,
  close,
  EPOLL_CTL_ADD,
  EPOLLEXCLUSIVE,
  EPOLLIN,
  epollCtl,
  epollWait,
  eventfdRead,
  type Fd,
  recv,
  send,
} from '#sys';

export interface WaysData {
  readonly epoll: Fd;
  /** -1: connections are handed over. */
  readonly listener: Fd;
  /** Whether the listener is this loop's alone. */
  readonly own: boolean;
  /** An eventfd; -1 for a loop that is not busy. */
  readonly gate: Fd;
}

export default function run({ epoll, listener, own, gate }: WaysData): number {
  if (gate >= 0) {
    eventfdRead(gate);
    if (own) close(listener);
    return 0;
  }
  const bytes = Buffer.alloc(4096);
  if (listener >= 0) epollCtl(epoll, EPOLL_CTL_ADD, listener, EPOLLIN | (own ? 0 : EPOLLEXCLUSIVE));
  for (;;) {
    for (const { fd } of epollWait(epoll, 1, -1)) {
      if (fd === listener) {
        const accepted = accept4(listener, 0);
        if (accepted !== null) epollCtl(epoll, EPOLL_CTL_ADD, accepted.fd, EPOLLIN);
        continue;
      }
      const n = recv(fd, bytes);
      if (n === 0) close(fd);
      else if (n !== null) send(fd, bytes.subarray(0, n), 0);
    }
  }
}
