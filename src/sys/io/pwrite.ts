import { checkFd, checkOffset, checkRange, type Fd } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { nullOrFail } from '../core/result.ts';
import { interruptible } from '../signals/interruptible.ts';

const cPwrite = bind('ssize_t pwrite(int fd, const void *buf, size_t count, long offset)');

/**
 * `ssize_t pwrite(int fd, const void *buf, size_t count, off_t offset)`
 *
 * As `write`, at `offset` of the file instead of its position, which stays. A gap before it becomes a hole of zeros. On a file that
 * was opened with O_APPEND Linux appends, whatever the offset. Returns the number of bytes written. Throws ESPIPE for a pipe or a
 * socket, ENOSPC. pwrite(2)
 */
export function pwrite(fd: Fd, buffer: Uint8Array, offset: number, length: number = buffer?.length): number | null {
  checkFd(fd);
  checkRange(buffer, length);
  checkOffset(offset, 'offset');
  const n = interruptible(true, () => cPwrite(fd, buffer, length, offset));
  return n >= 0 ? n : nullOrFail('pwrite');
}
