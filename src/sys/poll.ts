import { checkFlags, checkInt, type Fd } from './check.ts';
import { bind } from './ffi.ts';
import { waitAny } from './interrupt.ts';
import { handling } from './pending.ts';
import { fail } from './result.ts';

const cPoll = bind('int poll(void *fds, unsigned long nfds, int timeout)');

/** A descriptor and the events that are of interest: POLLIN, POLLOUT, POLLPRI, POLLRDHUP. A negative fd is passed over. */
export interface PollFd {
  readonly fd: Fd;
  readonly events: number;
}

const MAX_FDS = 1 << 20;

/**
 * `int poll(struct pollfd *fds, nfds_t nfds, int timeout)`
 *
 * Waits until one of `fds` is ready, at most `timeout` ms (-1 for ever). Returns the revents of each, in order:
 * 0 for those that are not ready, and for all of them when the time is up. POLLERR, POLLHUP and
 * POLLNVAL come unasked. Throws EINTR when a signal handler ran. poll(2)
 */
export function poll(fds: readonly PollFd[], timeout: number): number[] {
  checkInt(timeout, 'timeout', -1);
  if (!Array.isArray(fds)) throw new TypeError('fds must be an array like [{ fd, events }]');
  if (fds.length > MAX_FDS) throw new RangeError(`fds must be at most ${MAX_FDS}, not ${fds.length}`);
  const entries = Buffer.alloc(8 * fds.length);
  fds.forEach((entry, i) => {
    if (entry === null || typeof entry !== 'object')
      throw new TypeError(`fds[${i}] must be an object like { fd, events }`);
    checkInt(entry.fd, `fds[${i}].fd`);
    checkFlags(entry.events, `fds[${i}].events`);
    entries.writeInt32LE(entry.fd, 8 * i);
    entries.writeInt16LE((entry.events << 16) >> 16, 8 * i + 4);
  });
  if (handling) {
    const ready = waitAny('poll', fds, timeout, false);
    return ready === 'timeout' ? fds.map(() => 0) : [...ready];
  }
  const n = cPoll(entries, fds.length, timeout);
  if (n < 0) fail('poll');
  return fds.map((_, i) => entries.readInt16LE(8 * i + 6));
}
