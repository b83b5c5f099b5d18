/** The listener of the workers: one that all of them inherit, or one for each. */
import { todo } from '#program';
import {
  AF_INET,
  bind,
  EPOLL_CTL_ADD,
  EPOLLEXCLUSIVE,
  EPOLLIN,
  epollCtl,
  type Fd,
  INADDR_LOOPBACK,
  listen,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  SOMAXCONN,
  setsockopt,
  socket,
} from '#sys';

/** `shared`: the master opens it before it forks. `reuseport`: each worker opens one of its own. */
export type Way = 'shared' | 'reuseport';

/** The master's socket: the listener itself, or one that holds the port for the workers. The caller owns it. */
export function openMasters(port: number, way: Way): Fd {
  //#region 14.3
  // TODO 14.3: bind a socket to 127.0.0.1:port; listen only if it is `shared`.
  //   - with `reuseport` the kernel spreads connections over all sockets that listen: one of the master's,
  //     which never accepts, would get its part of them
  //   - SO_REUSEPORT before bind, on every socket of the port
  //   man: socket(7) "SO_REUSEPORT"
  todo('14.3', 'bind a socket to 127.0.0.1:port');
  //#endregion
}

/** A listener for this worker alone. The caller owns it. */
export function openWorkers(port: number): Fd {
  //#region 14.3
  // TODO 14.3: a socket for the same port that listens.
  //   man: socket(7) "SO_REUSEPORT"
  todo('14.3', 'a socket for the same port that listens');
  //#endregion
}

function boundTo(port: number, option: number): Fd {
  //#region 14.3
  // TODO 14.3: socket, option, bind.
  //   - non-blocking: two workers may be told of one connection, and the second would sleep in accept
  //   man: socket(2), accept(2) "EAGAIN"
  todo('14.3', 'socket, option, bind');
  //#endregion
}

/** Adds the listener to a worker's interest list, so that a connection wakes one worker. */
export function watchListener(epoll: Fd, listener: Fd): void {
  //#region 14.3
  // TODO 14.3: add it for reading, with EPOLLEXCLUSIVE: the other workers watch it as well.
  //   - EPOLL_CTL_MOD is an error for such an entry
  //   man: epoll_ctl(2) "EPOLLEXCLUSIVE"
  todo('14.3', 'add it for reading, with EPOLLEXCLUSIVE: the other workers watch it as well');
  //#endregion
}
