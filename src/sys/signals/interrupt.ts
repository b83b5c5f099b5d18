import { bindQuietly, errno } from '../core/ffi.ts';
import { traceWaitBegins, traceWaitEnds } from '../core/trace.ts';
import { EAGAIN, EINTR, SystemError } from '../errors.ts';
import { canBecomeReady } from '../readiness/ready.ts';
import { type Delivery, deliver, handling } from './pending.ts';
import { backendFd } from './uvloop.ts';

/**
 * The wait that stands in front of a blocking call while signal handlers are installed.
 *
 * It polls the caller's descriptors together with the signal loop's, so a signal can never
 * slip in between the check and the wait. When a signal wins, its handler runs and the call
 * throws EINTR, or goes on where SA_RESTART was asked for. So under handlers a process that
 * "blocks in accept" is seen in poll(2) by /proc/PID/syscall.
 */
const cPoll = bindQuietly<(fds: Uint8Array, n: number, timeout: number) => number>(
  'int poll(void *fds, unsigned long nfds, int timeout)',
);
const cFcntl = bindQuietly('int fcntl(int fd, int cmd, int arg)');
const cGetsockopt = bindQuietly('int getsockopt(int fd, int level, int name, void *value, void *length)');

const F_GETFL = 3;
const O_NONBLOCK = 0o4000;
const SOL_SOCKET = 1;
const SO_RCVTIMEO = 20;
const SO_SNDTIMEO = 21;
const POLLIN = 1;
const INT_MAX = 0x7fffffff;

export interface Wanted {
  readonly fd: number;
  readonly events: number;
}

export type Ready = readonly number[] | 'timeout';

/** What ran beside the data of the last wait, and what the next wait has to count as its own. */
let beside: Delivery = 'none';
let owed: Delivery = 'none';

/**
 * A call found nothing although its descriptor had become ready: somebody else took it. The wait goes on, and a handler that ran
 * meanwhile has interrupted it.
 */
export function foundNothing(): void {
  owed = beside;
  beside = 'none';
}

/** Runs the handlers of signals that have come, at the beginning of a wait; throws EINTR when that is the end of it. */
export function handleSignals(name: string, restartable: boolean): void {
  const now = deliver();
  const before = owed;
  owed = 'none';
  if (now === 'none' && before === 'none') return;
  if (now === 'interrupt' || before === 'interrupt' || !restartable) throwInterrupted(name);
}

/** A signal beside the data runs its handler; the call itself succeeds. */
export function handleSignalsBeside(): void {
  beside = deliver();
}

/**
 * Waits until one of `wanted` is ready. Throws EINTR when a handler ran; a restartable call waits on. Who makes no call of
 * this name afterwards ends its record in the trace (`traceWaitEnds`).
 */
export function waitAny(name: string, wanted: readonly Wanted[], timeoutMs: number, restartable: boolean): Ready {
  traceWaitBegins(name);
  const deadline = timeoutMs < 0 ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs;
  const entries = Buffer.alloc(8 * (wanted.length + 1));
  for (const [i, { fd, events }] of wanted.entries()) writeEntry(entries, i, fd, events);
  for (;;) {
    handleSignals(name, restartable);
    writeEntry(entries, wanted.length, backendFd(), POLLIN);
    const left = deadline - performance.now();
    const count = cPoll(
      entries,
      wanted.length + 1,
      left === Number.POSITIVE_INFINITY ? -1 : Math.min(INT_MAX, Math.max(0, Math.ceil(left))),
    );
    if (count < 0) {
      const error = errno();
      if (error !== EINTR) throw new SystemError(name, error);
      continue;
    }
    const revents = wanted.map((_, i) => entries.readInt16LE(8 * i + 6));
    if (revents.some((bits) => bits !== 0)) {
      handleSignalsBeside();
      return revents;
    }
    if (count === 0 && performance.now() >= deadline) return 'timeout';
  }
}

function writeEntry(entries: Buffer, index: number, fd: number, events: number): void {
  entries.writeInt32LE(fd, 8 * index);
  entries.writeInt16LE(events, 8 * index + 4);
  entries.writeInt16LE(0, 8 * index + 6);
}

export function throwInterrupted(name: string): never {
  traceWaitEnds(-1, EINTR);
  throw new SystemError(name, EINTR);
}

/** After a call failed with EINTR: true when it is to be made again. */
export function restarts(): boolean {
  return deliver() === 'restart';
}

/** How often a program that never blocks looks for signals, in calls. */
const CALLS_PER_LOOK = 256;
let calls = 0;

/**
 * Waits for one descriptor before a call that would block on it. A non-blocking descriptor
 * is not waited for. Returns false when its SO_RCVTIMEO or SO_SNDTIMEO ran out.
 */
export function waitForFd(name: string, fd: number, events: number): boolean {
  if (isNonblocking(fd)) {
    lookForSignals();
    return true;
  }
  if (!canBecomeReady(name, fd, events)) return true;
  const timeout = socketTimeout(fd, events === POLLIN ? SO_RCVTIMEO : SO_SNDTIMEO);
  if (waitAny(name, [{ fd, events }], timeout, timeout < 0) !== 'timeout') return true;
  traceWaitEnds(-1, EAGAIN);
  return false;
}

/** Descriptors that this thread made non-blocking itself: they need not be asked. */
let known = new Uint8Array(1024);

/** Keeps the record above; every call of the layer that sets or clears O_NONBLOCK tells it. */
export function noteNonblocking(fd: number, nonblocking: boolean): void {
  if (fd >= known.length) {
    if (!nonblocking) return;
    const larger = new Uint8Array(Math.max(fd + 1, 2 * known.length));
    larger.set(known);
    known = larger;
  }
  known[fd] = nonblocking ? 1 : 0;
}

/** Some open file became blocking again, under whichever numbers it has: they are asked anew. */
export function forgetNonblocking(): void {
  known.fill(0);
}

export function isNonblocking(fd: number): boolean {
  return known[fd] === 1 || (cFcntl(fd, F_GETFL, 0) & O_NONBLOCK) !== 0;
}

/** Whether a call on `fd` must wait beside the signals first. One that cannot block is made as it is, and lets handlers run now and then. */
export function mayBlock(fd: number): boolean {
  if (!handling) return false;
  if (known[fd] !== 1) return true;
  lookForSignals();
  return false;
}

/** Lets handlers run now and then in a program that is never idle. Who goes to sleep after that has to ask what ran. */
export function lookForSignals(): Delivery {
  return ++calls % CALLS_PER_LOOK === 0 ? deliver() : 'none';
}

/** Runs handlers of signals that have come, in a wait that no signal can end. */
export function lookForSignalsNow(): void {
  if (handling) deliver();
}

/** In ms, -1 for none; see socket(7). */
export function socketTimeout(fd: number, option: number): number {
  const value = Buffer.alloc(16);
  const length = Buffer.from([16, 0, 0, 0]);
  if (cGetsockopt(fd, SOL_SOCKET, option, value, length) < 0) return -1;
  const ms = Number(value.readBigInt64LE(0)) * 1000 + Math.ceil(Number(value.readBigInt64LE(8)) / 1000);
  return ms === 0 ? -1 : ms;
}

/**
 * Makes a call that nothing can be polled for, such as opening a FIFO: a signal that comes while
 * it waits ends it; one that comes just before is handled first.
 */
export function interruptible(name: string, call: () => number): number {
  if (!handling) return call();
  for (;;) {
    if (deliver() === 'interrupt') throwInterrupted(name);
    const result = call();
    if (result >= 0 || errno() !== EINTR) return result;
    if (!restarts()) throwInterrupted(name);
  }
}
