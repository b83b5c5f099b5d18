import { arch } from 'node:process';
import { checkFd, checkFlags, checkOffset, type Fd } from '../core/check.ts';
import { bindQuietly, observed } from '../core/ffi.ts';
import { ioVector, keep } from '../core/iovec.ts';
import { nullOrFail } from '../core/result.ts';
import { interruptible, SO_RCVTIMEO, unlessTimed } from '../signals/interruptible.ts';

const SYS_PREADV2 = arch === 'x64' ? 327 : 286;
const cSyscall = bindQuietly(
  'long syscall(long number, int fd, const void *iov, int iovcnt, long offset, long upper, int flags)',
);
// By syscall(2): older musl lacks the function. On 64-bit machines the offset has no upper half.
const cPreadv2 = observed('preadv2', (fd: Fd, iov: Uint8Array, count: number, offset: number, flags: number) =>
  cSyscall(SYS_PREADV2, fd, iov, count, offset, 0, flags),
);

const FILE_POSITION = -1;

/**
 * `ssize_t preadv2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags)`
 *
 * Reads into several buffers in order, from `offset` of a file, or with `null` from the file position, which then moves, and from a
 * pipe or a socket. RWF_NOWAIT: returns `null` instead of waiting for data or for the disk, although the descriptor is blocking, and
 * the bytes that are in memory when those are fewer. Returns the number of bytes, 0 at end of file. Throws ENOTSUP for a flag that
 * this kind of file does not support, EINTR. preadv2(2)
 */
export function preadv2(fd: Fd, buffers: readonly Uint8Array[], offset: number | null, flags = 0): number | null {
  checkFd(fd);
  const vector = ioVector(buffers);
  if (offset !== null) checkOffset(offset, 'offset');
  checkFlags(flags);
  const n = keep(buffers, () =>
    interruptible(unlessTimed(fd, SO_RCVTIMEO), () =>
      cPreadv2(fd, vector, buffers.length, offset ?? FILE_POSITION, flags),
    ),
  );
  return n >= 0 ? n : nullOrFail('preadv2');
}
