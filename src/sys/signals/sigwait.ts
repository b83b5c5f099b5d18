import { checkInt } from '../core/check.ts';
import { bind, bindQuietly, errno } from '../core/ffi.ts';
import { EAGAIN, SystemError } from '../errors.ts';
import { timeUntil } from '../readiness/remaining.ts';
import { interruptible } from './interruptible.ts';
import { deliver, handling, takePending } from './pending.ts';
import { decodeSiginfo, type Siginfo } from './siginfo.ts';
import { maskSignals, signalMaskBytes } from './sigset.ts';

const cSigtimedwait = bind('int sigtimedwait(const void *set, void *info, const void *timeout)');
const cSigqueue = bind('int sigqueue(int pid, int sig, uint64_t value)');

const cGetpid = bindQuietly('int getpid(void)');

const SIGINFO_T_BYTES = 128;

/**
 * `int sigwaitinfo(const sigset_t *set, siginfo_t *info)`
 *
 * Waits for one of `signals`, which must be blocked, and takes it from the pending ones: its handler does not run. Real-time
 * signals come lowest number first, and in the order in which they were sent. That order holds in a process of one thread, such as a
 * forked child: of two that are sent at once, Node's other threads may take one each. Throws EINTR when another signal's handler ran.
 * sigwaitinfo(2)
 */
export function sigwaitinfo(signals: readonly number[]): Siginfo {
  const info = take(signals, null);
  if (info === null) throw new SystemError('sigwaitinfo', EAGAIN);
  return info;
}

/** `int sigtimedwait(…)`: as `sigwaitinfo`, at most `milliseconds`; `null` after that. sigwaitinfo(2) */
export function sigtimedwait(signals: readonly number[], milliseconds: number): Siginfo | null {
  checkInt(milliseconds, 'milliseconds', 0);
  return take(signals, performance.now() + milliseconds);
}

/** A signal waits in the kernel, or here, when another of Node's threads has taken it from the kernel. */
function take(signals: readonly number[], end: number | null): Siginfo | null {
  const set = signalMaskBytes(signals);
  const wanted = maskSignals(set);
  let info: Siginfo | null = null;
  const bytes = Buffer.alloc(SIGINFO_T_BYTES);
  const result = interruptible(false, () => {
    info = takePending(wanted);
    return info === null ? cSigtimedwait(set, bytes, end === null ? null : timeUntil(end)) : 0;
  });
  if (info !== null) return info;
  if (result > 0) return decodeSiginfo(bytes);
  if (errno() === EAGAIN) return null;
  throw new SystemError('sigtimedwait', errno());
}

/**
 * `int sigqueue(pid_t pid, int sig, const union sigval value)`
 *
 * As `kill`, with an int that the receiver finds in its siginfo. Real-time signals queue, one for each call; of a standard
 * signal that is pending already only the first counts. Throws EAGAIN at RLIMIT_SIGPENDING, ESRCH, EPERM. sigqueue(3)
 */
export function sigqueue(pid: number, signum: number, value: number): void {
  checkInt(pid, 'pid', 1);
  checkInt(signum, 'signum', 0, 64);
  checkInt(value, 'value', -(2 ** 31), 2 ** 31 - 1);
  if (cSigqueue(pid, signum, value >>> 0) < 0) throw new SystemError('sigqueue', errno());
  if (handling && pid === cGetpid()) deliver();
}
