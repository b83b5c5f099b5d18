import { checkFlags, checkInt, type Fd } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { fail } from '../core/result.ts';
import { interruptible } from '../signals/interruptible.ts';
import { remaining } from './remaining.ts';

const cPoll = bind('int poll(void *fds, unsigned long nfds, int timeout)');

/** A descriptor and the requested events: POLLIN, POLLOUT, POLLPRI, POLLRDHUP. A negative fd is ignored. */
export interface PollFd {
  readonly fd: Fd;
  readonly events: number;
}

const MAX_FDS = 1 << 20;
/** struct pollfd as two words: the descriptor, then events and revents. poll(2) */
let entries = new Int32Array(64);

/**
 * `int poll(struct pollfd *fds, nfds_t nfds, int timeout)`
 *
 * Waits until one of `fds` is ready, at most `timeout` ms (-1: without limit). Returns the revents of each, in order:
 * 0 for those that are not ready, and for all of them after the time-out. POLLERR, POLLHUP and POLLNVAL are always
 * reported. Throws EINTR when a signal handler ran. poll(2)
 */
export function poll(fds: readonly PollFd[], timeout: number): number[] {
  checkInt(timeout, 'timeout', -1);
  if (!Array.isArray(fds)) throw new TypeError('fds must be an array like [{ fd, events }]');
  if (fds.length > MAX_FDS) throw new RangeError(`fds must be at most ${MAX_FDS}, not ${fds.length}`);
  if (2 * fds.length > entries.length) entries = new Int32Array(2 * fds.length);
  for (let i = 0; i < fds.length; i++) {
    const entry = fds[i];
    if (entry === null || typeof entry !== 'object')
      throw new TypeError(`fds[${i}] must be an object like { fd, events }`);
    if ((entry.fd | 0) !== entry.fd) checkInt(entry.fd, `fds[${i}].fd`);
    if ((entry.events | 0) !== entry.events) checkFlags(entry.events, `fds[${i}].events`);
    entries[2 * i] = entry.fd;
    entries[2 * i + 1] = entry.events & 0xffff; // the kernel writes revents to the upper half
  }
  const left = remaining(timeout);
  const n = interruptible(false, () => cPoll(entries, fds.length, left()));
  if (n < 0) fail('poll');
  const revents = new Array<number>(fds.length);
  for (let i = 0; i < fds.length; i++) revents[i] = (entries[2 * i + 1] as number) >> 16;
  return revents;
}
