/** The system-call layer: one function per call, named as in C. The rules are in CONVENTIONS.md. */
export type { InetAddress, SocketAddress, UnixAddress } from './address.ts';
export { formatAddress, htonl, htons, ntohl, ntohs } from './address.ts';
export type { Fd } from './check.ts';
export { connect } from './connect.ts';
export * from './constants.ts';
export { dup, dup2, dup3, fcntl, pipe2, setNonblocking } from './descriptor.ts';
export type { EpollEvent } from './epoll.ts';
export { epollCreate1, epollCtl, epollPwait, epollWait } from './epoll.ts';
export { ETIMEDOUT, errorCode, isSystemError, SystemError } from './errors.ts';
export { eventfd, eventfdRead, eventfdWrite } from './eventfd.ts';
export { chdir, fsync, ftruncate, lseek, mkfifo, open, rename, umask, unlink } from './file.ts';
export { close, read, readv, recv, send, write, writev } from './io.ts';
export type { ResourceLimit } from './limits.ts';
export { getrlimit, prctl, prlimit, setrlimit } from './limits.ts';
export type { Mapping } from './memory.ts';
export { mmap, msync, munmap } from './memory.ts';
export type { Message, ReceivedFrom, ReceivedMessage } from './message.ts';
export { recvfrom, recvmsg, sendmsg, sendto } from './message.ts';
export { Cond, Mutex } from './mutex.ts';
export { pidfdGetfd, pidfdOpen, pidfdSendSignal } from './pidfd.ts';
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
export { cmsgLen, cmsgSpace, decodeRights, encodeRights, SCM_MAX_FD } from './rights.ts';
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
export type { FileStatus } from './stat.ts';
export { fstat } from './stat.ts';
export type { Thread } from './thread.ts';
export { startThread } from './thread.ts';
export type { Duration, TimerSetting, TimerState } from './timerfd.ts';
export { timerfdCreate, timerfdGettime, timerfdRead, timerfdSettime } from './timerfd.ts';
export { sendfile, splice, tee } from './zerocopy.ts';
