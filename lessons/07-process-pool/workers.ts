/** Making a worker: a process of its own, and a channel to it. */
import { todo } from '#program';
import {
  _exit,
  AF_UNIX,
  close,
  type Fd,
  fork,
  SIG_DFL,
  SIG_IGN,
  SIGINT,
  SIGTERM,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  signal,
  socketpair,
} from '#sys';

/** A worker, as the parent knows it. The parent owns `channel`, its end of the socket pair. */
export interface Worker {
  readonly pid: number;
  readonly channel: Fd;
  busy: boolean;
}

/**
 * Forks a worker, which calls `work` with its end of a new channel and exits with the status that `work` returns.
 * `inherited` are the parent's descriptors that a worker must not keep: the listener, the epoll descriptor,
 * and the parent's ends of the channels to all other workers.
 */
export function makeWorker(inherited: readonly Fd[], work: (channel: Fd) => number): Worker {
  //#region 07.1
  // TODO 07.1: fork a worker with a channel (a pair of stream sockets), and return it, not busy.
  //   - parent and worker keep one end each and close the other one
  //   - the worker also closes all of `inherited`, and calls leaveSignalsToParent before it works
  //   - the worker ends with _exit and the result of `work`, and never returns from here
  //   - when fork throws, close both ends and throw the error again
  //   man: socketpair(2), unix(7), fork(2), _exit(2)
  todo('07.1', 'fork a worker with a channel (a pair of stream sockets), and return it, not busy');
  //#endregion
}

/** A worker ignores SIGTERM, because the parent decides when a worker ends. SIGINT ends a worker at once. */
function leaveSignalsToParent(): void {
  signal(SIGTERM, SIG_IGN);
  signal(SIGINT, SIG_DFL);
}
