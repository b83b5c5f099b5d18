import { bindQuietly, errno } from '../core/ffi.ts';
import { traceWaitBegins, traceWaitEnds } from '../core/trace.ts';
import { EAGAIN, EINTR, SystemError } from '../errors.ts';
import { canBecomeReady } from '../readiness/ready.ts';
import { type Delivery, deliver, handling } from './pending.ts';
import { backendFd } from './uvloop.ts';

/**
 * The wait before a blocking call while signal handlers are installed.
 *
 * It polls the caller's descriptors together with the signal loop's, so that no signal is lost between the check and the
 * wait. When a signal arrives, its handler runs, and the call throws EINTR, or continues with SA_RESTART. So under
 * handlers /proc/PID/syscall shows poll(2) for a process that "blocks in accept".
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

interface Wanted {
  readonly fd: number;
  readonly events: number;
}

export type Ready = readonly number[] | 'timeout';

/** Handlers that ran while data arrived; the next wait reports them if the call then found nothing. */
let beside: Delivery = 'none';
let owed: Delivery = 'none';

/**
 * Reports that a call found nothing although its descriptor was ready, because another process took the data. The wait
 * goes on, and handlers that ran with it count as an interruption.
 */
export function foundNothing(): void {
  owed = beside;
  beside = 'none';
}

/** Runs the handlers of pending signals at the beginning of a wait; throws EINTR when they interrupt it. */
export function handleSignals(name: string, restartable: boolean): void {
  const now = deliver();
  const before = owed;
  owed = 'none';
  if (now === 'none' && before === 'none') return;
  if (now === 'interrupt' || before === 'interrupt' || !restartable) throwInterrupted(name);
}

/** Runs the handlers of signals that arrived together with data; the call itself succeeds. */
export function handleSignalsBeside(): void {
  beside = deliver();
}

/**
 * Waits until one of `wanted` is ready. Throws EINTR when a handler ran; a restartable call keeps waiting. A caller that
 * then makes no call of this name must end its record in the trace (`traceWaitEnds`).
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

/** Runs handlers after a call has failed with EINTR; true when the call must be made again. */
export function restarts(): boolean {
  return deliver() === 'restart';
}

/** A program that never blocks checks for signals once in this number of calls. */
const CALLS_PER_LOOK = 256;
let calls = 0;

/**
 * Waits for one descriptor before a call that would block on it; does not wait for a non-blocking one. Returns false when
 * its SO_RCVTIMEO or SO_SNDTIMEO has passed.
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

/** Descriptors known to be non-blocking, because this thread made them so: saves an fcntl. */
let known = new Uint8Array(1024);

/** Updates that record; every call of the layer that sets or clears O_NONBLOCK calls it. */
export function noteNonblocking(fd: number, nonblocking: boolean): void {
  if (fd >= known.length) {
    if (!nonblocking) return;
    const larger = new Uint8Array(Math.max(fd + 1, 2 * known.length));
    larger.set(known);
    known = larger;
  }
  known[fd] = nonblocking ? 1 : 0;
}

/** Clears the record: an open file has become blocking again, and all its descriptors, which are not known, with it. */
export function forgetNonblocking(): void {
  known.fill(0);
}

export function isNonblocking(fd: number): boolean {
  return known[fd] === 1 || (cFcntl(fd, F_GETFL, 0) & O_NONBLOCK) !== 0;
}

/** Whether a call on `fd` must first wait for the descriptor and signals. For one that cannot block, pending handlers run now and then. */
export function mayBlock(fd: number): boolean {
  if (!handling) return false;
  if (known[fd] !== 1) return true;
  lookForSignals();
  return false;
}

/** Runs pending handlers once in a while, for a program that is never idle. A caller that sleeps afterwards must check the result. */
export function lookForSignals(): Delivery {
  return ++calls % CALLS_PER_LOOK === 0 ? deliver() : 'none';
}

/** Runs the handlers of pending signals, in a wait that signals do not interrupt. */
export function lookForSignalsNow(): void {
  if (handling) deliver();
}

/** A socket's time-out in ms, -1 for none. socket(7) */
export function socketTimeout(fd: number, option: number): number {
  const value = Buffer.alloc(16);
  const length = Buffer.from([16, 0, 0, 0]);
  if (cGetsockopt(fd, SOL_SOCKET, option, value, length) < 0) return -1;
  const ms = Number(value.readBigInt64LE(0)) * 1000 + Math.ceil(Number(value.readBigInt64LE(8)) / 1000);
  return ms === 0 ? -1 : ms;
}

/**
 * Makes a blocking call that has no descriptor to poll, such as opening a FIFO. A signal that arrives before it is
 * handled first, and one that arrives during the call interrupts it; in between there is a gap.
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
