import { arch } from 'node:process';
import { EPOLL_CTL_DEL } from '../constants.ts';
import { checkFd, checkFlags, checkInt, type Fd } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { check, fail } from '../core/result.ts';
import { interruptible } from '../signals/interruptible.ts';
import { handling } from '../signals/pending.ts';
import { withMask } from '../signals/signal.ts';
import { signalMaskBytes } from '../signals/sigset.ts';
import { remaining } from './remaining.ts';

const cEpollCreate1 = bind('int epoll_create1(int flags)');
const cEpollCtl = bind('int epoll_ctl(int epfd, int op, int fd, void *event)');
const cEpollWait = bind('int epoll_wait(int epfd, void *events, int maxevents, int timeout)');
const cEpollPwait = bind('int epoll_pwait(int epfd, void *events, int maxevents, int timeout, const void *sigmask)');

/** A ready descriptor; `events` is a mask of EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP, EPOLLRDHUP. */
export interface EpollEvent {
  readonly fd: Fd;
  readonly events: number;
}

/** struct epoll_event in 32-bit words: packed on x86-64 only. epoll_ctl(2) */
const WORDS = arch === 'x64' ? 3 : 4;
const DATA_WORD = arch === 'x64' ? 1 : 2;

/**
 * `int epoll_create1(int flags)`
 *
 * Creates an epoll instance with an empty interest list; the caller owns the descriptor. epoll_create1(2)
 */
export function epollCreate1(flags = 0): Fd {
  checkFlags(flags);
  const fd = cEpollCreate1(flags);
  return fd >= 0 ? fd : fail('epoll_create1');
}

const controlEvent = new Uint32Array(WORDS);

/**
 * `int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)`
 *
 * Adds (EPOLL_CTL_ADD), changes (EPOLL_CTL_MOD) or removes (EPOLL_CTL_DEL) `fd`; `events` is ignored when removing.
 * epoll_wait reports its events under the number `fd`. Throws EEXIST when it is already in the list, ENOENT when it is
 * not, EPERM for a regular file. epoll_ctl(2)
 */
export function epollCtl(epfd: Fd, op: number, fd: Fd, events = 0): void {
  checkFd(epfd, 'epfd');
  checkInt(op, 'op');
  checkFd(fd);
  checkFlags(events, 'events');
  controlEvent[0] = events;
  controlEvent[DATA_WORD] = fd;
  check(cEpollCtl(epfd, op, fd, op === EPOLL_CTL_DEL ? null : controlEvent), 'epoll_ctl');
}

const MAX_EVENTS = 65_536;
let readyEvents = new Uint32Array(WORDS * 1024);

/**
 * `int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)`
 *
 * Waits until a descriptor of the list is ready, at most `timeout` ms (-1: without limit, 0: not at all). Returns up to
 * `maxEvents` of them, none after the time-out. Throws EINTR when a signal handler ran, and, even without any handler,
 * when the process was stopped and continued. epoll_wait(2), signal(7)
 */
export function epollWait(epfd: Fd, maxEvents: number, timeout: number): EpollEvent[] {
  checkFd(epfd, 'epfd');
  checkInt(maxEvents, 'maxEvents', 1, MAX_EVENTS);
  checkInt(timeout, 'timeout', -1);
  if (WORDS * maxEvents > readyEvents.length) readyEvents = new Uint32Array(WORDS * maxEvents);
  const left = remaining(timeout);
  const n = interruptible(false, () => cEpollWait(epfd, readyEvents, maxEvents, left()));
  return n >= 0 ? decode(n) : fail('epoll_wait');
}

/**
 * `int epoll_pwait(int epfd, …, const sigset_t *sigmask)`
 *
 * As `epollWait`, with exactly `mask` blocked during the wait. epoll_pwait(2)
 */
export function epollPwait(epfd: Fd, maxEvents: number, timeout: number, mask: readonly number[]): EpollEvent[] {
  checkFd(epfd, 'epfd');
  checkInt(maxEvents, 'maxEvents', 1, MAX_EVENTS);
  checkInt(timeout, 'timeout', -1);
  const sigmask = signalMaskBytes(mask);
  if (handling) return withMask(mask, () => epollWait(epfd, maxEvents, timeout));
  if (WORDS * maxEvents > readyEvents.length) readyEvents = new Uint32Array(WORDS * maxEvents);
  const n = cEpollPwait(epfd, readyEvents, maxEvents, timeout, sigmask);
  return n >= 0 ? decode(n) : fail('epoll_pwait');
}

function decode(count: number): EpollEvent[] {
  const events = new Array<EpollEvent>(count);
  for (let i = 0; i < count; i++) {
    events[i] = { fd: readyEvents[WORDS * i + DATA_WORD] as number, events: readyEvents[WORDS * i] as number };
  }
  return events;
}
