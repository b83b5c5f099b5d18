/** The system-call layer: one function per call, named as in C. The rules are in CONVENTIONS.md. */

export type { Aiocb, Sigevent } from './aio/aiocb.ts';
export { aioCancel } from './aio/cancel.ts';
export { aioError, aioReturn } from './aio/result.ts';
export { aioSuspend } from './aio/suspend.ts';
export { aioRead, aioWrite } from './aio/transfer.ts';
export * from './constants.ts';
export type { Fd } from './core/check.ts';
export type { Mapping } from './core/memory.ts';
export { mappedAddress, mmap, msync, munmap } from './core/memory.ts';
export { retryOnEintr } from './core/retry.ts';
export { ECANCELED, EINPROGRESS, ENOBUFS, ETIME, ETIMEDOUT, errorCode, isSystemError, SystemError } from './errors.ts';
export { closeRange } from './io/close-range.ts';
export { dup, dup2, dup3, fcntl, pipe2, setNonblocking } from './io/descriptor.ts';
export { chdir, fsync, ftruncate, lseek, mkfifo, open, rename, umask, unlink } from './io/file.ts';
export { flock } from './io/flock.ts';
export { close, read, readv, recv, send, write, writev } from './io/io.ts';
export { ioctl } from './io/ioctl.ts';
export { openat2 } from './io/openat2.ts';
export type { FileOwner } from './io/owner.ts';
export { pread } from './io/pread.ts';
export { preadv2 } from './io/preadv2.ts';
export { pwrite } from './io/pwrite.ts';
export type { FileStatus } from './io/stat.ts';
export { fstat } from './io/stat.ts';
export { vmsplice } from './io/vmsplice.ts';
export { sendfile, splice, tee } from './io/zerocopy.ts';
export { schedGetaffinity, schedSetaffinity } from './processes/affinity.ts';
export { execve } from './processes/exec.ts';
export type { ResourceLimit } from './processes/limits.ts';
export { getrlimit, prctl, prlimit, setrlimit } from './processes/limits.ts';
export { pidfdGetfd, pidfdOpen, pidfdSendSignal } from './processes/pidfd.ts';
export type { WaitResult } from './processes/process.ts';
export {
  _exit,
  describeStatus,
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
} from './processes/process.ts';
export { onKilledChild } from './processes/reaped.ts';
export { setproctitle } from './processes/title.ts';
export { unshare } from './processes/unshare.ts';
export type { EpollEvent } from './readiness/epoll.ts';
export { epollCreate1, epollCtl, epollPwait, epollWait } from './readiness/epoll.ts';
export { eventfd, eventfdRead, eventfdWrite } from './readiness/eventfd.ts';
export type { PollFd } from './readiness/poll.ts';
export { poll } from './readiness/poll.ts';
export type { Timeval } from './readiness/select.ts';
export { FdSet, select } from './readiness/select.ts';
export type { Duration, TimerSetting, TimerState } from './readiness/timerfd.ts';
export { timerfdCreate, timerfdGettime, timerfdRead, timerfdSettime } from './readiness/timerfd.ts';
export type { Siginfo } from './signals/siginfo.ts';
export type { Itimer, Sigaction, SignalHandler } from './signals/signal.ts';
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
} from './signals/signal.ts';
export { signalfd, signalfdRead } from './signals/signalfd.ts';
export { signalName } from './signals/sigset.ts';
export { sigqueue, sigtimedwait, sigwaitinfo } from './signals/sigwait.ts';
export type { InetAddress, SocketAddress, UnixAddress } from './sockets/address.ts';
export { formatAddress, htonl, htons, ntohl, ntohs } from './sockets/address.ts';
export { connect } from './sockets/connect.ts';
export type { ExtendedError } from './sockets/errqueue.ts';
export { decodeExtendedErrors } from './sockets/errqueue.ts';
export type { SockFilter } from './sockets/filter.ts';
export { sockFprog } from './sockets/filter.ts';
export type { Message, ReceivedFrom, ReceivedMessage } from './sockets/message.ts';
export { recvfrom, recvmsg, sendmsg, sendto } from './sockets/message.ts';
export type { Ucred } from './sockets/peercred.ts';
export { peercred } from './sockets/peercred.ts';
export { cmsgLen, cmsgSpace, decodeRights, encodeRights, SCM_MAX_FD } from './sockets/rights.ts';
export type { Accepted } from './sockets/socket.ts';
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
} from './sockets/socket.ts';
export type { TcpInfo, TcpState } from './sockets/tcp-info.ts';
export { TCP_STATES, tcpInfo } from './sockets/tcp-info.ts';
export { Cond, Mutex } from './threads/mutex.ts';
export type { Thread } from './threads/thread.ts';
export { startThread } from './threads/thread.ts';
export type { GeteventsArg } from './uring/enter.ts';
export { ioUringEnter } from './uring/enter.ts';
export { ioUringProblem } from './uring/problem.ts';
export type { BufferRing, FilesUpdate } from './uring/register.ts';
export { ioUringRegister } from './uring/register.ts';
export type { CqRingOffsets, IoUring, IoUringOptions, SqRingOffsets } from './uring/setup.ts';
export { ioUringSetup } from './uring/setup.ts';
