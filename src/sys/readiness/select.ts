import { FD_SETSIZE } from '../constants.ts';
import { checkFd, checkInt, type Fd } from '../core/check.ts';
import { bind, bindQuietly, errno } from '../core/ffi.ts';
import { fail } from '../core/result.ts';
import { traceWaitBegins } from '../core/trace.ts';
import { EINTR, SystemError } from '../errors.ts';
import { handleSignals, handleSignalsBeside } from '../signals/interrupt.ts';
import { handling } from '../signals/pending.ts';
import { backendFd } from '../signals/uvloop.ts';

const PROTOTYPE = 'int select(int nfds, void *readfds, void *writefds, void *exceptfds, void *timeout)';
const cSelect = bind(PROTOTYPE);
const cWait = bindQuietly(PROTOTYPE);

/**
 * An fd_set: 1,024 bits, one for each descriptor. `select` changes it: on return it holds only the ready descriptors, so
 * build it anew for each call. select(2)
 */
export class FdSet {
  readonly #bits = new Uint32Array(FD_SETSIZE / 32);

  /** FD_SET. Throws a RangeError from FD_SETSIZE (1,024) on, where C would write beyond the set. */
  add(fd: Fd): void {
    const word = wordOf(fd);
    this.#bits[word] = (this.#bits[word] as number) | (1 << (fd & 31));
  }

  /** FD_CLR */
  delete(fd: Fd): void {
    const word = wordOf(fd);
    this.#bits[word] = (this.#bits[word] as number) & ~(1 << (fd & 31));
  }

  /** FD_ISSET */
  has(fd: Fd): boolean {
    return ((this.#bits[wordOf(fd)] as number) & (1 << (fd & 31))) !== 0;
  }

  /** FD_ZERO */
  clear(): void {
    this.#bits.fill(0);
  }

  /** The descriptors in the set, lowest first. */
  *[Symbol.iterator](): IterableIterator<Fd> {
    for (let fd = 0; fd < FD_SETSIZE; fd++) if (this.has(fd)) yield fd;
  }

  /** The bits that the kernel reads and writes. */
  get bits(): Uint32Array {
    return this.#bits;
  }
}

function wordOf(fd: Fd): number {
  checkFd(fd);
  if (fd >= FD_SETSIZE) throw new RangeError(`fd ${fd} does not fit into an fd_set: FD_SETSIZE is ${FD_SETSIZE}`);
  return fd >> 5;
}

/** A struct timeval. Linux writes the remaining time back into it. */
export interface Timeval {
  seconds: number;
  microseconds: number;
}

/**
 * `int select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, struct timeval *timeout)`
 *
 * Waits until a descriptor below `nfds` (the highest one plus 1) in one of the sets is ready. Returns the number of ready
 * bits in all sets together, which then hold only those; 0, with empty sets, after the time-out. With `timeout` null it
 * waits without limit; otherwise `timeout` holds the remaining time afterwards. Throws EBADF for a closed descriptor,
 * EINTR (sets unchanged) when a signal handler ran, even with SA_RESTART. select(2)
 */
export function select(
  nfds: number,
  readfds: FdSet | null,
  writefds: FdSet | null,
  exceptfds: FdSet | null,
  timeout: Timeval | null,
): number {
  checkInt(nfds, 'nfds', 0, FD_SETSIZE);
  for (const set of [readfds, writefds, exceptfds]) {
    if (set !== null && !(set instanceof FdSet)) throw new TypeError('each set must be an FdSet or null');
  }
  const left = timeout === null ? null : encodeTimeval(timeout);
  try {
    const patience = handling && isValid(left) ? waitUnderHandlers(nfds, [readfds, writefds, exceptfds], left) : left;
    const n = cSelect(nfds, readfds?.bits ?? null, writefds?.bits ?? null, exceptfds?.bits ?? null, patience);
    return n >= 0 ? n : fail('select');
  } finally {
    if (timeout !== null && left !== null) {
      timeout.seconds = Number(left.readBigInt64LE(0));
      timeout.microseconds = Number(left.readBigInt64LE(8));
    }
  }
}

/** A negative time is passed on: select fails with EINVAL. */
const isValid = (timeval: Buffer | null): boolean => timeval === null || toMs(timeval) >= 0;

function encodeTimeval(timeout: Timeval): Buffer {
  checkInt(timeout.seconds, 'timeout.seconds');
  checkInt(timeout.microseconds, 'timeout.microseconds');
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64LE(BigInt(timeout.seconds), 0);
  bytes.writeBigInt64LE(BigInt(timeout.microseconds), 8);
  return bytes;
}

/**
 * Waits for descriptors and signals: the descriptor of the signal loop is added to a copy of the sets. Returns a time-out
 * of 0 for the select that follows.
 */
function waitUnderHandlers(nfds: number, sets: readonly (FdSet | null)[], timeout: Buffer | null): Buffer {
  const ms = timeout === null ? Number.POSITIVE_INFINITY : toMs(timeout);
  const began = performance.now();
  const left = (): number => Math.max(0, ms - (performance.now() - began));
  traceWaitBegins('select');
  try {
    while (!waitOnce(nfds, sets, left()) && left() > 0);
  } finally {
    if (timeout !== null) writeTimeval(timeout, left());
  }
  return Buffer.alloc(16);
}

/** One wait; false when only signals arrived, or nothing. */
function waitOnce(nfds: number, sets: readonly (FdSet | null)[], ms: number): boolean {
  handleSignals('select', false);
  const backend = backendFd();
  if (backend >= FD_SETSIZE) throw new Error(`the signal descriptor ${backend} does not fit into an fd_set`);
  const [readable, writable, exceptional] = sets.map((set) => below(nfds, set)) as [Bits, Bits, Bits];
  const word = backend >> 5;
  const bit = 1 << (backend & 31);
  readable[word] = (readable[word] as number) | bit;
  const time = ms === Number.POSITIVE_INFINITY ? null : Buffer.alloc(16);
  if (time !== null) writeTimeval(time, ms);
  const n = cWait(Math.max(nfds, backend + 1), readable, writable, exceptional, time);
  if (n < 0) {
    if (errno() === EINTR) return false;
    throw new SystemError('select', errno());
  }
  const others = ((readable[word] as number) & bit) === 0 ? n : n - 1;
  if (others > 0) handleSignalsBeside();
  return others > 0;
}

type Bits = Uint32Array;

/** A copy of the bits of descriptors below `nfds`. */
function below(nfds: number, set: FdSet | null): Bits {
  const bits = new Uint32Array(FD_SETSIZE / 32);
  if (set === null) return bits;
  const whole = nfds >> 5;
  bits.set(set.bits.subarray(0, whole));
  if ((nfds & 31) !== 0) bits[whole] = (set.bits[whole] as number) & ((1 << (nfds & 31)) - 1);
  return bits;
}

const toMs = (timeval: Buffer): number =>
  Number(timeval.readBigInt64LE(0)) * 1000 + Number(timeval.readBigInt64LE(8)) / 1000;

function writeTimeval(bytes: Buffer, ms: number): void {
  const microseconds = Math.round(ms * 1000);
  bytes.writeBigInt64LE(BigInt(Math.floor(microseconds / 1e6)), 0);
  bytes.writeBigInt64LE(BigInt(microseconds % 1e6), 8);
}
