import { FD_SETSIZE } from '../constants.ts';
import { checkFd, checkInt, type Fd } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { fail } from '../core/result.ts';
import { interruptible } from '../signals/interruptible.ts';

const cSelect = bind('int select(int nfds, void *readfds, void *writefds, void *exceptfds, void *timeout)');

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
    // Linux writes the remaining time into `left`, with which the wait goes on.
    const n = interruptible(false, () =>
      cSelect(nfds, readfds?.bits ?? null, writefds?.bits ?? null, exceptfds?.bits ?? null, left),
    );
    return n >= 0 ? n : fail('select');
  } finally {
    if (timeout !== null && left !== null) {
      timeout.seconds = Number(left.readBigInt64LE(0));
      timeout.microseconds = Number(left.readBigInt64LE(8));
    }
  }
}

function encodeTimeval(timeout: Timeval): Buffer {
  checkInt(timeout.seconds, 'timeout.seconds');
  checkInt(timeout.microseconds, 'timeout.microseconds');
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64LE(BigInt(timeout.seconds), 0);
  bytes.writeBigInt64LE(BigInt(timeout.microseconds), 8);
  return bytes;
}
