/** The system-call layer: one function per call, named as in C. The rules are in CONVENTIONS.md. */
export type { InetAddress, SocketAddress, UnixAddress } from './address.ts';
export { formatAddress, htonl, htons, ntohl, ntohs } from './address.ts';
export type { Fd } from './check.ts';
export { connect } from './connect.ts';
export * from './constants.ts';
export type { EpollEvent } from './epoll.ts';
export { epollCreate1, epollCtl, epollPwait, epollWait } from './epoll.ts';
export { errorCode, isSystemError, SystemError } from './errors.ts';
export { close, read, readv, recv, send, write, writev } from './io.ts';
export type { PollFd } from './poll.ts';
export { poll } from './poll.ts';
export type { WaitResult } from './process.ts';
export {
  _exit,
  describeStatus,
  execve,
  FORK_FLAGS,
  fork,
  getpgid,
  getpid,
  getppid,
  gettid,
  kill,
  setpgid,
  setsid,
  waitpid,
} from './process.ts';
export { retryOnEintr } from './retry.ts';
export type { Timeval } from './select.ts';
export { FdSet, select } from './select.ts';
export type { Itimer, Sigaction, SignalHandler } from './signal.ts';
export {
  alarm,
  pause,
  restoreSigpipe,
  setitimer,
  sigaction,
  signal,
  sigpending,
  sigprocmask,
  sigsuspend,
  sleepMs,
} from './signal.ts';
export { signalName } from './sigset.ts';
export type { Accepted } from './socket.ts';
export {
  accept,
  accept4,
  bind,
  getpeername,
  getsockname,
  getsockopt,
  getsockoptBytes,
  linger,
  listen,
  setsockopt,
  shutdown,
  socket,
  socketpair,
  timeval,
} from './socket.ts';
