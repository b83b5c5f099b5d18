import { MSG_PEEK, MSG_WAITALL, MSG_ZEROCOPY } from '../constants.ts';
import { checkFd, checkFlags, checkRange, type Fd } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { ioVector, keep } from '../core/iovec.ts';
import { checkMapped } from '../core/memory.ts';
import { check, nullOrFail } from '../core/result.ts';
import { forgetRing } from '../core/rings.ts';
import {
  interruptible,
  interruptibleTransfer,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  unlessTimed,
} from '../signals/interruptible.ts';
import { mayBlock, noteNonblocking } from '../signals/nonblocking.ts';
import { bindAddressed, Reused } from './transfer.ts';

const RECV = 'ssize_t recv(int fd, void *buf, size_t len, int flags)';
const SEND = 'ssize_t send(int fd, const void *buf, size_t len, int flags)';
const cRead = bind('ssize_t read(int fd, void *buf, size_t count)');
const cWrite = bind('ssize_t write(int fd, const void *buf, size_t count)');
const cRecv = bind(RECV);
const cRecvAt = bindAddressed(RECV);
const received = new Reused();
const cSend = bind(SEND);
const cSendAt = bindAddressed(SEND);
const sent = new Reused();
const cReadv = bind('ssize_t readv(int fd, const void *iov, int iovcnt)');
const cWritev = bind('ssize_t writev(int fd, const void *iov, int iovcnt)');
const cWriteRest = bind('ssize_t write(int fd, const void *buf, size_t count)', 'writev');
const cClose = bind('int close(int fd)');

const from = (bytes: Uint8Array, done: number): Uint8Array => (done === 0 ? bytes : bytes.subarray(done));

/**
 * `ssize_t read(int fd, void *buf, size_t count)`
 *
 * Reads up to `length` bytes into the front of `buffer`. Returns the number of bytes read, 0 at end of file, `null` when a
 * non-blocking descriptor has no data yet or SO_RCVTIMEO has passed. Throws ECONNRESET when the peer reset the connection,
 * EINTR when a signal handler ran. read(2)
 */
export function read(fd: Fd, buffer: Uint8Array, length: number = buffer?.length): number | null {
  checkFd(fd);
  checkRange(buffer, length);
  const n = mayBlock(fd)
    ? interruptible(unlessTimed(fd, SO_RCVTIMEO), () => cRead(fd, buffer, length))
    : cRead(fd, buffer, length);
  return n >= 0 ? n : nullOrFail('read');
}

/**
 * `ssize_t write(int fd, const void *buf, size_t count)`
 *
 * Writes up to `length` bytes from the front of `buffer`. Returns the number of bytes written, which may be smaller;
 * `null` when a non-blocking descriptor has no room or SO_SNDTIMEO has passed. Writing to a reset connection raises
 * SIGPIPE, or throws EPIPE where SIGPIPE is ignored. write(2)
 */
export function write(fd: Fd, buffer: Uint8Array, length: number = buffer?.length): number | null {
  checkFd(fd);
  checkRange(buffer, length);
  const n = mayBlock(fd)
    ? interruptibleTransfer(unlessTimed(fd, SO_SNDTIMEO), length, (done) =>
        cWrite(fd, from(buffer, done), length - done),
      )
    : cWrite(fd, buffer, length);
  return n >= 0 ? n : nullOrFail('write');
}

/**
 * `ssize_t recv(int sockfd, void *buf, size_t len, int flags)`
 *
 * As `read`, with MSG_PEEK, MSG_DONTWAIT, MSG_WAITALL, MSG_TRUNC… recv(2)
 */
export function recv(fd: Fd, buffer: Uint8Array, flags = 0, length: number = buffer?.length): number | null {
  checkFd(fd);
  checkRange(buffer, length);
  checkFlags(flags);
  const n = mayBlock(fd) ? recvUnderHandlers(fd, buffer, length, flags) : recvNow(fd, buffer, length, flags);
  return n >= 0 ? n : nullOrFail('recv');
}

function recvUnderHandlers(fd: Fd, buffer: Uint8Array, length: number, flags: number): number {
  const restarts = unlessTimed(fd, SO_RCVTIMEO);
  const all = (flags & MSG_WAITALL) !== 0 && (flags & MSG_PEEK) === 0;
  if (!all) return interruptible(restarts, () => cRecv(fd, buffer, length, flags));
  return interruptibleTransfer(restarts, length, (done) => cRecv(fd, from(buffer, done), length - done, flags));
}

function recvNow(fd: Fd, buffer: Uint8Array, length: number, flags: number): number {
  const address = received.addressOf(buffer);
  return address === 0 ? cRecv(fd, buffer, length, flags) : cRecvAt(fd, address, length, flags);
}

/**
 * `ssize_t send(int sockfd, const void *buf, size_t len, int flags)`
 *
 * As `write`, with MSG_NOSIGNAL (EPIPE without SIGPIPE), MSG_DONTWAIT, MSG_MORE… MSG_ZEROCOPY takes memory of `mmap`
 * only: the kernel reads it after the call, until the completion comes from the error queue (`decodeExtendedErrors`).
 * Throws ENOBUFS when too many completions have not been read. send(2)
 */
export function send(fd: Fd, buffer: Uint8Array, flags = 0, length: number = buffer?.length): number | null {
  checkFd(fd);
  checkRange(buffer, length);
  checkFlags(flags);
  if ((flags & MSG_ZEROCOPY) !== 0) checkMapped(buffer, 'buffer', 'with MSG_ZEROCOPY');
  const n = mayBlock(fd) ? sendUnderHandlers(fd, buffer, length, flags) : sendNow(fd, buffer, length, flags);
  return n >= 0 ? n : nullOrFail('send');
}

/** With MSG_ZEROCOPY always one call, because the kernel numbers its completions by calls. */
function sendUnderHandlers(fd: Fd, buffer: Uint8Array, length: number, flags: number): number {
  const restarts = unlessTimed(fd, SO_SNDTIMEO);
  if ((flags & MSG_ZEROCOPY) !== 0) return interruptible(restarts, () => cSend(fd, buffer, length, flags));
  return interruptibleTransfer(restarts, length, (done) => cSend(fd, from(buffer, done), length - done, flags));
}

function sendNow(fd: Fd, buffer: Uint8Array, length: number, flags: number): number {
  const address = sent.addressOf(buffer);
  return address === 0 ? cSend(fd, buffer, length, flags) : cSendAt(fd, address, length, flags);
}

/**
 * `ssize_t readv(int fd, const struct iovec *iov, int iovcnt)`
 *
 * Reads into several buffers in order. Returns the total number of bytes, 0 at end of file, `null` when it would block. readv(2)
 */
export function readv(fd: Fd, buffers: readonly Uint8Array[]): number | null {
  checkFd(fd);
  const vector = ioVector(buffers);
  const n = keep(buffers, () =>
    mayBlock(fd)
      ? interruptible(unlessTimed(fd, SO_RCVTIMEO), () => cReadv(fd, vector, buffers.length))
      : cReadv(fd, vector, buffers.length),
  );
  return n >= 0 ? n : nullOrFail('readv');
}

/**
 * `ssize_t writev(int fd, const struct iovec *iov, int iovcnt)`
 *
 * Writes several buffers in order. Returns the total number of bytes, `null` when it would block. writev(2)
 */
export function writev(fd: Fd, buffers: readonly Uint8Array[]): number | null {
  checkFd(fd);
  const vector = ioVector(buffers);
  const n = keep(buffers, () =>
    mayBlock(fd) ? writevUnderHandlers(fd, buffers, vector) : cWritev(fd, vector, buffers.length),
  );
  return n >= 0 ? n : nullOrFail('writev');
}

function writevUnderHandlers(fd: Fd, buffers: readonly Uint8Array[], vector: Uint8Array): number {
  const length = buffers.reduce((sum, part) => sum + part.length, 0);
  return interruptibleTransfer(unlessTimed(fd, SO_SNDTIMEO), length, (done) =>
    done === 0
      ? cWritev(fd, vector, buffers.length)
      : cWriteRest(fd, Buffer.concat(buffers).subarray(done), length - done),
  );
}

/**
 * `int close(int fd)`
 *
 * Closes the descriptor. A connection ends when the last descriptor for it is closed, in all processes. Never call it
 * twice, also not after EINTR: the number may already have been reused. close(2)
 */
export function close(fd: Fd): void {
  checkFd(fd);
  noteNonblocking(fd, false);
  forgetRing(fd);
  check(cClose(fd), 'close');
}
