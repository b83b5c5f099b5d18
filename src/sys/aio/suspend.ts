import { checkInt, wrong } from '../core/check.ts';
import { errno } from '../core/ffi.ts';
import { EAGAIN, SystemError } from '../errors.ts';
import { timeUntil } from '../readiness/remaining.ts';
import { interruptible } from '../signals/interruptible.ts';
import { type Aiocb, addressOfAiocb } from './aiocb.ts';
import { libcAio } from './libc.ts';

const MAX_LIST = 1 << 16;

/**
 * `int aio_suspend(const struct aiocb * const aiocb_list[], int nitems, const struct timespec *timeout)`
 *
 * Waits until one of the transfers has ended, at most `milliseconds` (`null`: without limit); `null` in the list is ignored.
 * Returns false after the time-out. Throws EINTR when a signal handler ran, also that of a transfer's own signal.
 * aio_suspend(3)
 */
export function aioSuspend(list: readonly (Aiocb | null)[], milliseconds: number | null = null): boolean {
  if (!Array.isArray(list)) wrong('list', list, 'an array of Aiocbs');
  if (list.length > MAX_LIST) throw new RangeError(`list must be at most ${MAX_LIST}, not ${list.length}`);
  if (milliseconds !== null) checkInt(milliseconds, 'milliseconds', 0);
  const addresses = BigUint64Array.from(list, (each) => (each === null ? 0n : BigInt(addressOfAiocb(each))));
  const { suspend } = libcAio();
  const end = milliseconds === null ? null : performance.now() + milliseconds;
  // libc sleeps on a futex: SA_RESTART restarts the wait unless it has a time-out.
  const result = interruptible(end === null, () =>
    suspend(addresses, list.length, end === null ? null : timeUntil(end)),
  );
  if (result === 0) return true;
  const error = errno();
  if (error === EAGAIN) return false;
  throw new SystemError('aio_suspend', error);
}
