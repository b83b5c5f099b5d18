import { checkFd, checkFlags, checkInt, checkOffset, type Fd } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { nullOrFail } from '../core/result.ts';
import { interruptible, interruptibleTransfer, SO_SNDTIMEO, unlessTimed } from '../signals/interruptible.ts';

const cSendfile = bind('ssize_t sendfile(int out_fd, int in_fd, void *offset, size_t count)');
const cSplice = bind(
  'ssize_t splice(int fd_in, void *off_in, int fd_out, void *off_out, size_t len, unsigned int flags)',
);
const cTee = bind('ssize_t tee(int fd_in, int fd_out, size_t len, unsigned int flags)');

/**
 * `ssize_t sendfile(int out_fd, int in_fd, off_t *offset, size_t count)`
 *
 * Copies up to `count` bytes of a file to a socket inside the kernel, from `offset`, or with `null` from the file
 * position, which then moves. Returns the number of bytes, to be added to `offset` for the next call; 0 at end of file,
 * `null` when the socket has no room. SIGPIPE and EPIPE as for write. sendfile(2)
 */
export function sendfile(outFd: Fd, inFd: Fd, offset: number | null, count: number): number | null {
  checkFd(outFd, 'outFd');
  checkFd(inFd, 'inFd');
  const at = offsetBytes(offset, 'offset');
  checkInt(count, 'count', 0);
  const n = interruptibleTransfer(unlessTimed(outFd, SO_SNDTIMEO), count, (done) =>
    cSendfile(outFd, inFd, at, count - done),
  );
  return n >= 0 ? n : nullOrFail('sendfile');
}

/**
 * `ssize_t splice(int fd_in, off_t *off_in, int fd_out, off_t *off_out, size_t len, unsigned int flags)`
 *
 * Moves up to `length` bytes between two descriptors, one of which is a pipe, without copying them to user space.
 * Offsets are for files; use `null` for the file position, a pipe or a socket. Returns the number of bytes, 0 at end of
 * file, `null` when it would block. SPLICE_F_NONBLOCK, SPLICE_F_MORE. Throws EINVAL when neither is a pipe. splice(2)
 */
export function splice(
  inFd: Fd,
  inOffset: number | null,
  outFd: Fd,
  outOffset: number | null,
  length: number,
  flags = 0,
): number | null {
  checkFd(inFd, 'inFd');
  const from = offsetBytes(inOffset, 'inOffset');
  checkFd(outFd, 'outFd');
  const to = offsetBytes(outOffset, 'outOffset');
  checkInt(length, 'length', 0);
  checkFlags(flags);
  const n = interruptible(true, () => cSplice(inFd, from, outFd, to, length, flags));
  return n >= 0 ? n : nullOrFail('splice');
}

/**
 * `ssize_t tee(int fd_in, int fd_out, size_t len, unsigned int flags)`
 *
 * Copies up to `length` bytes of one pipe to another without consuming them. Returns the number of bytes, 0 when the pipe
 * is empty and has no writer, `null` when it would block. tee(2)
 */
export function tee(inFd: Fd, outFd: Fd, length: number, flags = 0): number | null {
  checkFd(inFd, 'inFd');
  checkFd(outFd, 'outFd');
  checkInt(length, 'length', 0);
  checkFlags(flags);
  const n = interruptible(true, () => cTee(inFd, outFd, length, flags));
  return n >= 0 ? n : nullOrFail('tee');
}

function offsetBytes(offset: number | null, name: string): Buffer | null {
  if (offset === null) return null;
  checkOffset(offset, name);
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(offset), 0);
  return bytes;
}
