import { PIDFD_NONBLOCK } from '../constants.ts';
import { checkFd, checkFlags, checkInt, type Fd } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { check, fail } from '../core/result.ts';
import { noteNonblocking } from '../signals/nonblocking.ts';

// Through syscall(2): older glibc and musl lack these functions. The numbers are the same on x86-64 and arm64.
const SYS_PIDFD_SEND_SIGNAL = 424;
const SYS_PIDFD_OPEN = 434;
const SYS_PIDFD_GETFD = 438;
const cPidfdOpen = bind('long syscall(long number, int pid, unsigned int flags)', 'pidfd_open');
const cPidfdGetfd = bind('long syscall(long number, int pidfd, int targetfd, unsigned int flags)', 'pidfd_getfd');
const cPidfdSendSignal = bind(
  'long syscall(long number, int pidfd, int sig, void *info, unsigned int flags)',
  'pidfd_send_signal',
);

/**
 * `int pidfd_open(pid_t pid, unsigned int flags)`
 *
 * Returns a descriptor for a process, readable once it has ended; it never refers to a later process with the same pid.
 * The caller owns it. Throws ESRCH. pidfd_open(2)
 */
export function pidfdOpen(pid: number, flags = 0): Fd {
  checkInt(pid, 'pid', 1);
  checkFlags(flags);
  const fd = cPidfdOpen(SYS_PIDFD_OPEN, pid, flags);
  if (fd < 0) fail('pidfd_open');
  noteNonblocking(fd, (flags & PIDFD_NONBLOCK) !== 0);
  return fd;
}

/**
 * `int pidfd_getfd(int pidfd, int targetfd, unsigned int flags)`
 *
 * Duplicates a descriptor of another process; the caller owns the duplicate. A connection does not end while it is open,
 * even when the other process closes its own. Throws EPERM without the right to trace the process. pidfd_getfd(2)
 */
export function pidfdGetfd(pidfd: Fd, targetFd: Fd, flags = 0): Fd {
  checkFd(pidfd, 'pidfd');
  checkFd(targetFd, 'targetFd');
  checkFlags(flags);
  const fd = cPidfdGetfd(SYS_PIDFD_GETFD, pidfd, targetFd, flags);
  if (fd < 0) fail('pidfd_getfd');
  noteNonblocking(fd, false); // unknown
  return fd;
}

/**
 * `int pidfd_send_signal(int pidfd, int sig, siginfo_t *info, unsigned int flags)`
 *
 * As `kill`, for exactly that process. Throws ESRCH when it has ended. pidfd_send_signal(2)
 */
export function pidfdSendSignal(pidfd: Fd, signum: number): void {
  checkFd(pidfd, 'pidfd');
  checkInt(signum, 'signum', 0, 64);
  check(cPidfdSendSignal(SYS_PIDFD_SEND_SIGNAL, pidfd, signum, null, 0), 'pidfd_send_signal');
}
