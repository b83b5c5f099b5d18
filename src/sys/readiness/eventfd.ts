import { EFD_NONBLOCK } from '../constants.ts';
import { checkFd, checkFlags, checkInt, type Fd, wrong } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { fail } from '../core/result.ts';
import { read, write } from '../io/io.ts';
import { noteNonblocking } from '../signals/nonblocking.ts';

const cEventfd = bind('int eventfd(unsigned int initval, int flags)');

/** The largest count an eventfd holds. eventfd(2) */
const MAX_COUNT = 2n ** 64n - 2n;

/**
 * `int eventfd(unsigned int initval, int flags)`
 *
 * Creates a counter that can be polled: readable while it is not 0. The caller owns the descriptor. EFD_NONBLOCK,
 * EFD_CLOEXEC, EFD_SEMAPHORE. eventfd(2)
 */
export function eventfd(initial = 0, flags = 0): Fd {
  checkInt(initial, 'initial', 0, 0xffffffff);
  checkFlags(flags);
  const fd = cEventfd(initial, flags);
  if (fd < 0) fail('eventfd');
  noteNonblocking(fd, (flags & EFD_NONBLOCK) !== 0);
  return fd;
}

/**
 * `int eventfd_read(int fd, eventfd_t *value)`
 *
 * Waits until the count is not 0, returns it and resets it to 0; with EFD_SEMAPHORE returns 1 and subtracts 1. `null`
 * when a non-blocking one is 0. Throws EINTR. eventfd(3)
 */
export function eventfdRead(fd: Fd): bigint | null {
  const count = Buffer.alloc(8);
  return read(fd, count) === null ? null : count.readBigUInt64LE(0);
}

/**
 * `int eventfd_write(int fd, eventfd_t value)`
 *
 * Adds `value` to the count, which wakes its readers. Returns 8, the number of bytes written; `null` when a non-blocking
 * one would overflow. eventfd(3)
 */
export function eventfdWrite(fd: Fd, value: bigint | number = 1): number | null {
  checkFd(fd);
  const added =
    typeof value === 'bigint' || Number.isSafeInteger(value) ? BigInt(value) : wrong('value', value, 'an integer');
  if (added < 0n || added > MAX_COUNT) wrong('value', value, 'from 0 to 2^64 - 2');
  const count = Buffer.alloc(8);
  count.writeBigUInt64LE(added, 0);
  return write(fd, count);
}
