import { checkBytes, checkFd, checkFlags, checkRange, type Fd } from './check.ts';
import { MSG_DONTWAIT, MSG_WAITALL, POLLIN, POLLOUT, SEEK_CUR, SO_TYPE, SOL_SOCKET } from './constants.ts';
import { EAGAIN, EINTR } from './errors.ts';
import { capOf } from './faults.ts';
import { addressOf, bind, bindQuietly, errno, failWith } from './ffi.ts';
import { isNonblocking, lookForSignals, noteNonblocking, restarts, throwInterrupted, waitForFd } from './interrupt.ts';
import { handling } from './pending.ts';
import { check, nullOrFail } from './result.ts';

type Transfer = (fd: number, bytes: Uint8Array, length: number) => number;
type FlaggedTransfer = (fd: number, bytes: Uint8Array, length: number, flags: number) => number;

const RECV = 'ssize_t recv(int fd, void *buf, size_t len, int flags)';
const SEND = 'ssize_t send(int fd, const void *buf, size_t len, int flags)';
const cRead = bind<Transfer>('ssize_t read(int fd, void *buf, size_t count)');
const cWrite = bind<Transfer>('ssize_t write(int fd, const void *buf, size_t count)');
const cRecv = bind<FlaggedTransfer>(RECV);
const cSend = bind<FlaggedTransfer>(SEND);
const cReadSocket = bind<FlaggedTransfer>(RECV, 'read');
const cWriteSocket = bind<FlaggedTransfer>(SEND, 'write');
const cReadv = bind<Transfer>('ssize_t readv(int fd, const void *iov, int iovcnt)');
const cWritev = bind<Transfer>('ssize_t writev(int fd, const void *iov, int iovcnt)');
const cClose = bind('int close(int fd)');
const cLseek = bindQuietly('long lseek(int fd, long offset, int whence)');
const cGetsockopt = bindQuietly('int getsockopt(int fd, int level, int name, void *value, void *length)');

/**
 * `ssize_t read(int fd, void *buf, size_t count)`
 *
 * Reads up to `length` bytes into the front of `buffer`. Returns how many, 0 at end of file,
 * `null` when a non-blocking descriptor has none yet. Throws ECONNRESET when the peer reset,
 * EINTR when a signal handler ran. read(2)
 */
export function read(fd: Fd, buffer: Uint8Array, length: number = buffer.length): number | null {
  checkFd(fd);
  checkRange(buffer, length);
  const n = handling ? readUnderHandlers('read', fd, buffer, length, 0) : cRead(fd, buffer, length);
  return n >= 0 ? n : nullOrFail('read');
}

/**
 * `ssize_t write(int fd, const void *buf, size_t count)`
 *
 * Writes up to `length` bytes from the front of `buffer`. Returns how many, which may be fewer;
 * `null` when a non-blocking descriptor has no room. Writing to a reset connection raises
 * SIGPIPE, or throws EPIPE where that is ignored. write(2)
 */
export function write(fd: Fd, buffer: Uint8Array, length: number = buffer.length): number | null {
  checkFd(fd);
  checkRange(buffer, length);
  const n = handling ? writeUnderHandlers('write', fd, buffer, length, 0) : cWrite(fd, buffer, length);
  return n >= 0 ? n : nullOrFail('write');
}

/**
 * `ssize_t recv(int sockfd, void *buf, size_t len, int flags)`
 *
 * As `read`, with MSG_PEEK, MSG_DONTWAIT, MSG_WAITALL, MSG_TRUNC… recv(2)
 */
export function recv(fd: Fd, buffer: Uint8Array, flags = 0, length: number = buffer.length): number | null {
  checkFd(fd);
  checkRange(buffer, length);
  checkFlags(flags);
  const n = handling ? readUnderHandlers('recv', fd, buffer, length, flags) : cRecv(fd, buffer, length, flags);
  return n >= 0 ? n : nullOrFail('recv');
}

/**
 * `ssize_t send(int sockfd, const void *buf, size_t len, int flags)`
 *
 * As `write`, with MSG_NOSIGNAL (EPIPE without SIGPIPE), MSG_DONTWAIT, MSG_MORE… send(2)
 */
export function send(fd: Fd, buffer: Uint8Array, flags = 0, length: number = buffer.length): number | null {
  checkFd(fd);
  checkRange(buffer, length);
  checkFlags(flags);
  const n = handling ? writeUnderHandlers('send', fd, buffer, length, flags) : cSend(fd, buffer, length, flags);
  return n >= 0 ? n : nullOrFail('send');
}

/**
 * `ssize_t readv(int fd, const struct iovec *iov, int iovcnt)`
 *
 * Reads into several buffers in order. Returns the total, 0 at end of file, `null` when it would block. readv(2)
 */
export function readv(fd: Fd, buffers: readonly Uint8Array[]): number | null {
  const vector = ioVector(fd, buffers);
  if (handling) waitForFd('readv', fd, POLLIN);
  const n = cReadv(fd, vector, buffers.length);
  return n >= 0 ? n : nullOrFail('readv');
}

/**
 * `ssize_t writev(int fd, const struct iovec *iov, int iovcnt)`
 *
 * Writes several buffers in order as one. Returns the total, `null` when it would block. writev(2)
 */
export function writev(fd: Fd, buffers: readonly Uint8Array[]): number | null {
  const vector = ioVector(fd, buffers);
  if (handling) waitForFd('writev', fd, POLLOUT);
  const n = cWritev(fd, vector, buffers.length);
  return n >= 0 ? n : nullOrFail('writev');
}

/**
 * `int close(int fd)`
 *
 * Gives the descriptor back. The connection ends when its last descriptor does, in whichever
 * process that is. Never call it twice, not after EINTR either: the number may be someone else's by then. close(2)
 */
export function close(fd: Fd): void {
  checkFd(fd);
  noteNonblocking(fd, false);
  check(cClose(fd), 'close');
}

const IOV_MAX = 1024;

/** The bytes of a struct iovec[]. The caller keeps `buffers` alive through the call. */
function ioVector(fd: Fd, buffers: readonly Uint8Array[]): Buffer {
  checkFd(fd);
  if (!Array.isArray(buffers)) throw new TypeError('buffers must be an array of Buffers');
  if (buffers.length > IOV_MAX)
    throw new RangeError(`buffers must be at most ${IOV_MAX} (IOV_MAX), not ${buffers.length}`);
  const vector = Buffer.alloc(16 * buffers.length);
  buffers.forEach((bytes, i) => {
    checkBytes(bytes, `buffers[${i}]`);
    vector.writeBigUInt64LE(bytes.length === 0 ? 0n : addressOf(bytes), 16 * i);
    vector.writeBigUInt64LE(BigInt(bytes.length), 16 * i + 8);
  });
  return vector;
}

/** A read that a signal can interrupt: waits first, then takes what is there without blocking. */
function readUnderHandlers(name: 'read' | 'recv', fd: Fd, buffer: Uint8Array, length: number, flags: number): number {
  const once = (extra: number) =>
    name === 'read' ? cRead(fd, buffer, length) : cRecv(fd, buffer, length, flags | extra);
  if ((flags & MSG_DONTWAIT) !== 0 || isNonblocking(fd)) {
    lookForSignals();
    return once(0);
  }
  const socket = isSocket(fd);
  for (;;) {
    const inTime = waitForFd(name, fd, POLLIN);
    const extra = (flags & MSG_WAITALL) === 0 || !inTime ? MSG_DONTWAIT : 0;
    const n = socket && name === 'read' ? cReadSocket(fd, buffer, length, MSG_DONTWAIT) : once(socket ? extra : 0);
    if (n >= 0) return n;
    const error = errno();
    if (error === EAGAIN && inTime) continue; // somebody else took it
    if (error !== EINTR) return n;
    if (!restarts()) throwInterrupted(name);
  }
}

const PIPE_BUF = 4096;

/**
 * A write that a signal can interrupt. A blocking write takes everything, or is interrupted on
 * the way and then says how far it got: so does this, in pieces that never block.
 */
function writeUnderHandlers(name: 'write' | 'send', fd: Fd, buffer: Uint8Array, length: number, flags: number): number {
  if ((flags & MSG_DONTWAIT) !== 0 || isNonblocking(fd)) {
    lookForSignals();
    return name === 'write' ? cWrite(fd, buffer, length) : cSend(fd, buffer, length, flags);
  }
  const goal = Math.min(length, capOf(name));
  const kind = isSocket(fd) ? 'socket' : cLseek(fd, 0, SEEK_CUR) >= 0 ? 'file' : 'pipe';
  const piece = kind === 'pipe' ? PIPE_BUF : goal;
  let done = 0;
  for (;;) {
    try {
      if (!waitForFd(name, fd, POLLOUT)) return done > 0 ? done : failWith(EAGAIN);
    } catch (error) {
      if (done > 0) return done;
      throw error;
    }
    const rest = done === 0 ? buffer : buffer.subarray(done);
    const count = Math.min(goal - done, piece);
    let n: number;
    if (kind !== 'socket') n = cWrite(fd, rest, count);
    else n = (name === 'write' ? cWriteSocket : cSend)(fd, rest, count, flags | MSG_DONTWAIT);
    if (n >= 0) {
      done += n;
      if (done >= goal) return done;
      continue;
    }
    const error = errno();
    if (error === EAGAIN || (error === EINTR && restarts())) continue;
    if (done > 0) return done;
    if (error === EINTR) throwInterrupted(name);
    return failWith(error);
  }
}

function isSocket(fd: Fd): boolean {
  return cGetsockopt(fd, SOL_SOCKET, SO_TYPE, Buffer.alloc(4), Buffer.from([4, 0, 0, 0])) === 0;
}
