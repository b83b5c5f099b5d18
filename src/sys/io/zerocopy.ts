import { F_GETFL, F_SETFL, O_NONBLOCK, POLLIN, POLLOUT, SPLICE_F_NONBLOCK } from '../constants.ts';
import { checkFd, checkFlags, checkInt, checkOffset, type Fd } from '../core/check.ts';
import { bind, bindQuietly, errno, failWith } from '../core/ffi.ts';
import { nullOrFail } from '../core/result.ts';
import { EAGAIN, EINTR, isSystemError } from '../errors.ts';
import { isSocket } from '../signals/blocking.ts';
import {
  foundNothing,
  isNonblocking,
  lookForSignals,
  restarts,
  throwInterrupted,
  waitForFd,
} from '../signals/interrupt.ts';
import { handling } from '../signals/pending.ts';

const cSendfile = bind('ssize_t sendfile(int out_fd, int in_fd, void *offset, size_t count)');
const cSplice = bind(
  'ssize_t splice(int fd_in, void *off_in, int fd_out, void *off_out, size_t len, unsigned int flags)',
);
const cTee = bind('ssize_t tee(int fd_in, int fd_out, size_t len, unsigned int flags)');
const cFcntl = bindQuietly('int fcntl(int fd, int cmd, int arg)');

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
  const n = handling ? sendUnderHandlers(outFd, inFd, at, count) : cSendfile(outFd, inFd, at, count);
  return n >= 0 ? n : nullOrFail('sendfile');
}

/** A blocking sendfile sends all bytes: here in pieces, each after a wait for room. */
function sendUnderHandlers(outFd: Fd, inFd: Fd, at: Buffer | null, count: number): number {
  if (isNonblocking(outFd)) {
    lookForSignals();
    return cSendfile(outFd, inFd, at, count);
  }
  let done = 0;
  for (;;) {
    try {
      if (!waitForFd('sendfile', outFd, POLLOUT)) return done > 0 ? done : failWith(EAGAIN);
    } catch (error) {
      if (done > 0 && isSystemError(error, 'EINTR')) return done;
      throw error;
    }
    const n = withoutBlocking([outFd], () => cSendfile(outFd, inFd, at, count - done));
    if (n >= 0) {
      done += n;
      if (n === 0 || done >= count) return done;
      continue;
    }
    const error = errno();
    if (error === EAGAIN) foundNothing();
    if (error === EAGAIN || (error === EINTR && restarts())) continue;
    if (done > 0) return done;
    if (error === EINTR) throwInterrupted('sendfile');
    return failWith(error);
  }
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
  return move('splice', inFd, outFd, flags, (extra) => cSplice(inFd, from, outFd, to, length, flags | extra));
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
  return move('tee', inFd, outFd, flags, (extra) => cTee(inFd, outFd, length, flags | extra));
}

function move(name: string, inFd: Fd, outFd: Fd, flags: number, call: (extra: number) => number): number | null {
  for (;;) {
    const waits = handling && (flags & SPLICE_F_NONBLOCK) === 0;
    if (waits && !(waitForFd(name, inFd, POLLIN) && waitForFd(name, outFd, POLLOUT))) return null;
    const n = waits ? withoutBlocking([inFd, outFd].filter(isSocket), () => call(SPLICE_F_NONBLOCK)) : call(0);
    if (n >= 0) return n;
    if (!waits) return nullOrFail(name);
    const error = errno();
    if (error === EAGAIN && (isNonblocking(inFd) || isNonblocking(outFd))) return null;
    if (error === EAGAIN) foundNothing();
    if (error === EAGAIN || (error === EINTR && restarts())) continue;
    if (error === EINTR) throwInterrupted(name);
    failWith(error);
    return nullOrFail(name);
  }
}

/** Sets O_NONBLOCK during a call, because these calls have no flag that keeps a socket from blocking. */
function withoutBlocking(fds: readonly Fd[], call: () => number): number {
  const flags = fds.map((fd) => cFcntl(fd, F_GETFL, 0));
  for (const [i, fd] of fds.entries()) cFcntl(fd, F_SETFL, (flags[i] as number) | O_NONBLOCK);
  const n = call();
  const error = n < 0 ? errno() : 0;
  for (const [i, fd] of fds.entries()) cFcntl(fd, F_SETFL, flags[i] as number);
  return n < 0 ? failWith(error) : n;
}

function offsetBytes(offset: number | null, name: string): Buffer | null {
  if (offset === null) return null;
  checkOffset(offset, name);
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(offset), 0);
  return bytes;
}
