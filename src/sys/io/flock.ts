import { LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN } from '../constants.ts';
import { checkFd, type Fd, wrong } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { nullOrFail } from '../core/result.ts';
import { interruptible } from '../signals/interruptible.ts';

const cFlock = bind('int flock(int fd, int operation)');

const OPERATIONS: readonly number[] = [LOCK_SH, LOCK_EX, LOCK_UN].flatMap((one) => [one, one | LOCK_NB]);

/**
 * `int flock(int fd, int operation)`
 *
 * Locks a file shared (LOCK_SH) or exclusively (LOCK_EX), waiting for locks that conflict, or unlocks it (LOCK_UN). The lock belongs to
 * the open file: duplicates and forked children share it, and it ends when the last of them is closed. It is advisory: only flock
 * looks at it. Returns 0; with LOCK_NB `null` when another has the lock. Throws EINTR. flock(2)
 */
export function flock(fd: Fd, operation: number): 0 | null {
  checkFd(fd);
  if (!OPERATIONS.includes(operation))
    wrong('operation', operation, 'LOCK_SH, LOCK_EX or LOCK_UN, with or without LOCK_NB');
  return interruptible(true, () => cFlock(fd, operation)) === 0 ? 0 : nullOrFail('flock');
}
