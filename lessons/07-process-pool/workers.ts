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

/** What the parent knows of a worker. It owns `channel`, its end of the socket pair. */
export interface Worker {
  readonly pid: number;
  readonly channel: Fd;
  busy: boolean;
}

/**
 * Forks a worker that does `work` with its end of a new channel, and exits with what that returns.
 * `inherited` are the parent's descriptors that a worker has no business with: the listener, the interest list,
 * and the parent's ends of the channels to all other workers.
 */
export function makeWorker(inherited: readonly Fd[], work: (channel: Fd) => number): Worker {
  //#region 07.1
  // TODO 07.1: make a pair of connected stream sockets, and fork. The worker keeps its end and closes the parent's end and
  //   everything in `inherited`, calls leaveSignalsToParent, does its work and exits with the result. The parent keeps its
  //   end and closes the worker's; it returns the worker, not busy. When fork throws, close both ends, and let the error go on.
  //   man: socketpair(2), unix(7), fork(2), _exit(2)
  todo('07.1', 'make a pair of connected stream sockets, and fork');
  //#endregion
}

/** SIGTERM asks the parent to end in good order: nothing of a worker's. SIGINT ends a worker at once. */
function leaveSignalsToParent(): void {
  signal(SIGTERM, SIG_IGN);
  signal(SIGINT, SIG_DFL);
}
