import { SPLICE_F_MORE, SPLICE_F_MOVE, SPLICE_F_NONBLOCK } from '../constants.ts';
import { checkFd, checkFlags, type Fd, wrong } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { ioVector, keep } from '../core/iovec.ts';
import { nullOrFail } from '../core/result.ts';
import { interruptible } from '../signals/interruptible.ts';

const cVmsplice = bind('ssize_t vmsplice(int fd, const void *iov, size_t nr_segs, unsigned int flags)');

const KNOWN_FLAGS = SPLICE_F_MOVE | SPLICE_F_NONBLOCK | SPLICE_F_MORE;

/**
 * `ssize_t vmsplice(int fd, const struct iovec *iov, size_t nr_segs, unsigned int flags)`
 *
 * Puts the pages of the buffers into a pipe, without copying them: the reader gets the bytes that are there when it reads. Keep the
 * buffers, and leave them unchanged, until they have been read; memory of `mmap` is best, because V8 gives that of a lost buffer to the
 * next one. On the read end of a pipe, reads into the buffers. Returns the number of bytes, which may be smaller. With
 * SPLICE_F_NONBLOCK `null` when it would block; O_NONBLOCK of the pipe does not count. SPLICE_F_GIFT is refused: the page would go on
 * being V8's. Throws EBADF unless it is a pipe, EINTR. vmsplice(2)
 */
export function vmsplice(fd: Fd, buffers: readonly Uint8Array[], flags = 0): number | null {
  checkFd(fd);
  const vector = ioVector(buffers);
  checkFlags(flags);
  if ((flags & ~KNOWN_FLAGS) !== 0) wrong('flags', flags, 'made of SPLICE_F_MOVE, SPLICE_F_NONBLOCK and SPLICE_F_MORE');
  const n = keep(buffers, () => interruptible(true, () => cVmsplice(fd, vector, buffers.length, flags)));
  return n >= 0 ? n : nullOrFail('vmsplice');
}
