import { CLOSE_RANGE_CLOEXEC } from '../constants.ts';
import { checkInt, type Fd, wrong } from '../core/check.ts';
import { bindSyscall } from '../core/ffi.ts';
import { check } from '../core/result.ts';
import { forgetRings } from '../core/rings.ts';
import { noteClosedRange } from '../signals/nonblocking.ts';

// Older glibc and musl lack this function. The number is the same on x86-64 and arm64.
const cCloseRange = bindSyscall(436, 'int close_range(unsigned int first, unsigned int last, int flags)');

const LAST = 0xffffffff;

/**
 * `int close_range(unsigned int first, unsigned int last, int flags)`
 *
 * Closes all descriptors from `first` to `last`, whether they are open or not, or with CLOSE_RANGE_CLOEXEC marks them close-on-exec.
 * Node's own descriptors are among those from 3 on: close them only in a process that has left Node's event loop for good, such as a
 * forked child that ends by `_exit` or `execve`. CLOSE_RANGE_UNSHARE is refused, because it would part this thread's
 * descriptors from those of Node's other threads. Throws EINVAL when `first` is greater than `last`. close_range(2)
 */
export function closeRange(first: Fd, last: Fd = LAST, flags = 0): void {
  checkInt(first, 'first', 0, LAST);
  checkInt(last, 'last', 0, LAST);
  if (flags !== 0 && flags !== CLOSE_RANGE_CLOEXEC) wrong('flags', flags, '0 or CLOSE_RANGE_CLOEXEC');
  check(cCloseRange(first, last, flags), 'close_range');
  if (flags !== 0) return;
  noteClosedRange(first, last);
  forgetRings(first, last);
}
