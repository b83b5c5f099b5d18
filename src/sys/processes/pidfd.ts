import { PIDFD_NONBLOCK } from '../constants.ts';
import { checkFd, checkFlags, checkInt, type Fd } from '../core/check.ts';
import { bindSyscall } from '../core/ffi.ts';
import { check, fail } from '../core/result.ts';
import { forgetRing } from '../core/rings.ts';
import { noteNonblocking } from '../signals/nonblocking.ts';

// Older glibc and musl lack these functions. The numbers are the same on x86-64 and arm64.
const SYS_PIDFD_SEND_SIGNAL = 424;
const SYS_PIDFD_OPEN = 434;
const SYS_PIDFD_GETFD = 438;
const cPidfdOpen = bindSyscall(SYS_PIDFD_OPEN, 'int pidfd_open(int pid, unsigned int flags)');
const cPidfdGetfd = bindSyscall(SYS_PIDFD_GETFD, 'int pidfd_getfd(int pidfd, int targetfd, unsigned int flags)');
const cPidfdSendSignal = bindSyscall(
  SYS_PIDFD_SEND_SIGNAL,
  'int pidfd_send_signal(int pidfd, int sig, void *info, unsigned int flags)',
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
  const fd = cPidfdOpen(pid, flags);
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
  const fd = cPidfdGetfd(pidfd, targetFd, flags);
  if (fd < 0) fail('pidfd_getfd');
  noteNonblocking(fd, false); // unknown
  forgetRing(fd);
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
  check(cPidfdSendSignal(pidfd, signum, null, 0), 'pidfd_send_signal');
}
