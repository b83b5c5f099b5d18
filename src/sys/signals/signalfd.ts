import { SFD_NONBLOCK } from '../constants.ts';
import { checkFlags, checkInt, type Fd } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { fail } from '../core/result.ts';
import { EINVAL, SystemError } from '../errors.ts';
import { read } from '../io/io.ts';
import { noteNonblocking } from './nonblocking.ts';
import { type Siginfo, siginfo } from './siginfo.ts';
import { signalMaskBytes } from './sigset.ts';

const cSignalfd = bind('int signalfd(int fd, const void *mask, int flags)');

const NEW = -1;

/**
 * `int signalfd(int fd, const sigset_t *mask, int flags)`
 *
 * Returns a descriptor that is readable while one of `signals` is pending, with `fd` -1 a new one, which the caller owns; otherwise
 * changes the set of that one. The signals must be blocked: otherwise their actions are taken, and it stays empty. SFD_NONBLOCK, SFD_CLOEXEC.
 *
 * It gets all signals only in a process that has one thread, such as a forked child. Node has more, and they do not block the
 * signals that this thread blocks: one that is sent to the process (kill, sigqueue, SIGCHLD, timers) is taken by one of them, and
 * waits where `sigpending` and `sigwaitinfo` find it, not in the signalfd. Signals to this thread alone (F_SETOWN_EX with
 * F_OWNER_TID) come to it everywhere. Throws EINVAL when `fd` is not a signalfd. signalfd(2)
 */
export function signalfd(fd: Fd, signals: readonly number[], flags = 0): Fd {
  checkInt(fd, 'fd', NEW);
  const mask = signalMaskBytes(signals);
  checkFlags(flags);
  const result = cSignalfd(fd, mask, flags);
  if (result < 0) fail('signalfd');
  if (fd === NEW) noteNonblocking(result, (flags & SFD_NONBLOCK) !== 0);
  return result;
}

// struct signalfd_siginfo, the same on x86-64 and arm64
const BYTES = 128;
const AT = { signo: 0, code: 8, pid: 12, uid: 16, fd: 20, band: 28, status: 40, value: 44 };

/**
 * `read(2)` of a signalfd: takes the next pending signal, waiting for one; `null` when a non-blocking one has none. Throws EINTR when
 * the handler of another signal ran. signalfd(2)
 */
export function signalfdRead(fd: Fd): Siginfo | null {
  const bytes = Buffer.alloc(BYTES);
  const n = read(fd, bytes);
  if (n === null) return null;
  if (n !== BYTES) throw new SystemError('read', EINVAL); // not a signalfd
  const int = (at: number): number => bytes.readInt32LE(at);
  return siginfo(int(AT.signo), int(AT.code), {
    pid: int(AT.pid),
    uid: bytes.readUInt32LE(AT.uid),
    status: int(AT.status),
    value: int(AT.value),
    fd: int(AT.fd),
    band: bytes.readUInt32LE(AT.band),
  });
}
