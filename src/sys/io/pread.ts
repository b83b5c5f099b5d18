import { checkFd, checkOffset, checkRange, type Fd } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { nullOrFail } from '../core/result.ts';
import { interruptible } from '../signals/interruptible.ts';

const cPread = bind('ssize_t pread(int fd, void *buf, size_t count, long offset)');

/**
 * `ssize_t pread(int fd, void *buf, size_t count, off_t offset)`
 *
 * As `read`, from `offset` of the file instead of its position, which stays: processes that share the open file do not disturb each
 * other. Returns the number of bytes read, which is smaller at the end of the file and 0 beyond it. Throws ESPIPE for a pipe or a
 * socket. pread(2)
 */
export function pread(fd: Fd, buffer: Uint8Array, offset: number, length: number = buffer?.length): number | null {
  checkFd(fd);
  checkRange(buffer, length);
  checkOffset(offset, 'offset');
  const n = interruptible(true, () => cPread(fd, buffer, length, offset));
  return n >= 0 ? n : nullOrFail('pread');
}
