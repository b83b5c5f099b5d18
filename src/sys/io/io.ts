import { checkFd, checkFlags, checkRange, type Fd } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { gather, ioVector, keep, scatter } from '../core/iovec.ts';
import { check, nullOrFail } from '../core/result.ts';
import {
  type FlaggedTransfer,
  type Forms,
  readUnderHandlers,
  type Transfer,
  writeUnderHandlers,
} from '../signals/blocking.ts';
import { isNonblocking, mayBlock, noteNonblocking } from '../signals/interrupt.ts';
import { handling } from '../signals/pending.ts';
import { bindAddressed, Reused } from './transfer.ts';

const READ = 'ssize_t read(int fd, void *buf, size_t count)';
const WRITE = 'ssize_t write(int fd, const void *buf, size_t count)';
const RECV = 'ssize_t recv(int fd, void *buf, size_t len, int flags)';
const SEND = 'ssize_t send(int fd, const void *buf, size_t len, int flags)';
const cRead = bind<Transfer>(READ);
const cWrite = bind<Transfer>(WRITE);
const cRecv = bind<FlaggedTransfer>(RECV);
const cRecvAt = bindAddressed(RECV);
const received = new Reused();
const cSend = bind<FlaggedTransfer>(SEND);
const cSendAt = bindAddressed(SEND);
const sent = new Reused();
const cReadv = bind<Transfer>('ssize_t readv(int fd, const void *iov, int iovcnt)');
const cWritev = bind<Transfer>('ssize_t writev(int fd, const void *iov, int iovcnt)');
const cClose = bind('int close(int fd)');

/** The two forms of each call for use under handlers; recv and send are their own socket form. */
const flagless =
  (call: Transfer): FlaggedTransfer =>
  (fd, bytes, length) =>
    call(fd, bytes, length);
const READ_FORMS: Forms = { name: 'read', plain: flagless(cRead), onSocket: bind(RECV, 'read') };
const WRITE_FORMS: Forms = { name: 'write', plain: flagless(cWrite), onSocket: bind(SEND, 'write') };
const RECV_FORMS: Forms = { name: 'recv', plain: cRecv, onSocket: cRecv };
const SEND_FORMS: Forms = { name: 'send', plain: cSend, onSocket: cSend };
const READV_FORMS: Forms = { name: 'readv', plain: flagless(bind(READ, 'readv')), onSocket: bind(RECV, 'readv') };
const WRITEV_FORMS: Forms = { name: 'writev', plain: flagless(bind(WRITE, 'writev')), onSocket: bind(SEND, 'writev') };

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
  const n = mayBlock(fd) ? readUnderHandlers(READ_FORMS, fd, buffer, length, 0) : cRead(fd, buffer, length);
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
  const n = mayBlock(fd) ? writeUnderHandlers(WRITE_FORMS, fd, buffer, length, 0) : cWrite(fd, buffer, length);
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
  const n = mayBlock(fd)
    ? readUnderHandlers(RECV_FORMS, fd, buffer, length, flags)
    : recvNow(fd, buffer, length, flags);
  return n >= 0 ? n : nullOrFail('recv');
}

function recvNow(fd: Fd, buffer: Uint8Array, length: number, flags: number): number {
  const address = received.addressOf(buffer);
  return address === 0 ? cRecv(fd, buffer, length, flags) : cRecvAt(fd, address, length, flags);
}

/**
 * `ssize_t send(int sockfd, const void *buf, size_t len, int flags)`
 *
 * As `write`, with MSG_NOSIGNAL (EPIPE without SIGPIPE), MSG_DONTWAIT, MSG_MORE… send(2)
 */
export function send(fd: Fd, buffer: Uint8Array, flags = 0, length: number = buffer?.length): number | null {
  checkFd(fd);
  checkRange(buffer, length);
  checkFlags(flags);
  const n = mayBlock(fd)
    ? writeUnderHandlers(SEND_FORMS, fd, buffer, length, flags)
    : sendNow(fd, buffer, length, flags);
  return n >= 0 ? n : nullOrFail('send');
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
  const n =
    handling && !isNonblocking(fd)
      ? scatter(buffers, (all) => readUnderHandlers(READV_FORMS, fd, all, all.length, 0))
      : keep(buffers, () => cReadv(fd, vector, buffers.length));
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
  const n =
    handling && !isNonblocking(fd)
      ? gather(buffers, (all) => writeUnderHandlers(WRITEV_FORMS, fd, all, all.length, 0))
      : keep(buffers, () => cWritev(fd, vector, buffers.length));
  return n >= 0 ? n : nullOrFail('writev');
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
  check(cClose(fd), 'close');
}
