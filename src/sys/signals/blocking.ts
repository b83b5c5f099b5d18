import { MSG_DONTWAIT, MSG_PEEK, MSG_WAITALL, POLLIN, POLLOUT, SEEK_CUR, SO_TYPE, SOL_SOCKET } from '../constants.ts';
import type { Fd } from '../core/check.ts';
import { capOf } from '../core/faults.ts';
import { bindQuietly, errno, failWith } from '../core/ffi.ts';
import { EAGAIN, EINTR, isSystemError } from '../errors.ts';
import { foundNothing, isNonblocking, lookForSignals, restarts, throwInterrupted, waitForFd } from './interrupt.ts';
import { handling } from './pending.ts';

/**
 * Blocking reads and writes while signal handlers are installed: wait for the descriptor and for signals, then transfer
 * without blocking. A call that blocked in the kernel would miss a signal that arrives just before it.
 */
export type Transfer = (fd: number, bytes: Uint8Array, length: number) => number;
export type FlaggedTransfer = (fd: number, bytes: Uint8Array, length: number, flags: number) => number;

/** The plain call, and its form for sockets with MSG_DONTWAIT. (Other descriptors are ready after the wait and do not block.) */
export interface Forms {
  readonly name: string;
  readonly plain: FlaggedTransfer;
  readonly onSocket: FlaggedTransfer;
}

const cLseek = bindQuietly('long lseek(int fd, long offset, int whence)');
const cGetsockopt = bindQuietly('int getsockopt(int fd, int level, int name, void *value, void *length)');

export function readUnderHandlers(forms: Forms, fd: Fd, buffer: Uint8Array, length: number, flags: number): number {
  const { name, plain } = forms;
  if ((flags & MSG_DONTWAIT) !== 0 || isNonblocking(fd)) {
    lookForSignals();
    return plain(fd, buffer, length, flags);
  }
  const once = isSocket(fd) ? forms.onSocket : plain;
  const all = (flags & MSG_WAITALL) !== 0 && (flags & MSG_PEEK) === 0;
  let done = 0;
  for (;;) {
    try {
      if (!waitForFd(name, fd, POLLIN)) return done > 0 ? done : failWith(EAGAIN);
    } catch (error) {
      if (done > 0 && isSystemError(error, 'EINTR')) return done;
      throw error; // may be a handler's own error
    }
    const n = once(fd, done === 0 ? buffer : buffer.subarray(done), length - done, flags | MSG_DONTWAIT);
    if (n >= 0) {
      done += n;
      if (n === 0 || done >= length || !all) return done;
      continue;
    }
    const error = errno();
    if (error === EAGAIN) foundNothing();
    if (error === EAGAIN || (error === EINTR && restarts())) continue;
    if (done > 0) return done;
    if (error === EINTR) throwInterrupted(name);
    return failWith(error);
  }
}

const PIPE_BUF = 4096;

/**
 * A blocking write writes all bytes, or returns the number written so far when it is interrupted. This does the same in
 * pieces that never block.
 */
export function writeUnderHandlers(forms: Forms, fd: Fd, buffer: Uint8Array, length: number, flags: number): number {
  const { name, plain } = forms;
  if ((flags & MSG_DONTWAIT) !== 0 || isNonblocking(fd)) {
    lookForSignals();
    return plain(fd, buffer, length, flags);
  }
  const kind = isSocket(fd) ? 'socket' : cLseek(fd, 0, SEEK_CUR) >= 0 ? 'file' : 'pipe';
  const once = kind === 'socket' ? forms.onSocket : plain;
  const goal = Math.min(length, capOf(name));
  const piece = kind === 'pipe' ? PIPE_BUF : goal;
  let done = 0;
  for (;;) {
    try {
      if (!waitForFd(name, fd, POLLOUT)) return done > 0 ? done : failWith(EAGAIN);
    } catch (error) {
      if (done > 0 && isSystemError(error, 'EINTR')) return done;
      throw error; // may be a handler's own error
    }
    const rest = done === 0 ? buffer : buffer.subarray(done);
    const count = Math.min(goal - done, piece);
    const n = once(fd, rest, count, flags | MSG_DONTWAIT);
    if (n >= 0) {
      done += n;
      if (done >= goal || n === 0) return done;
      continue;
    }
    const error = errno();
    if (error === EAGAIN) foundNothing();
    if (error === EAGAIN || (error === EINTR && restarts())) continue;
    if (done > 0) return done;
    if (error === EINTR) throwInterrupted(name);
    return failWith(error);
  }
}

export function isSocket(fd: Fd): boolean {
  return cGetsockopt(fd, SOL_SOCKET, SO_TYPE, Buffer.alloc(4), Buffer.from([4, 0, 0, 0])) === 0;
}

/**
 * Makes any other call on a socket: directly, or, while handlers are installed, with MSG_DONTWAIT as an extra flag once
 * the socket is ready.
 */
export function whenReady(
  name: string,
  fd: Fd,
  events: number,
  flags: number,
  call: (extraFlags: number) => number,
): number {
  if (!handling) return call(0);
  if ((flags & MSG_DONTWAIT) !== 0 || isNonblocking(fd)) {
    lookForSignals();
    return call(0);
  }
  for (;;) {
    if (!waitForFd(name, fd, events)) return failWith(EAGAIN);
    const n = call(MSG_DONTWAIT);
    if (n >= 0) return n;
    const error = errno();
    if (error === EAGAIN) foundNothing();
    if (error === EAGAIN || (error === EINTR && restarts())) continue;
    if (error === EINTR) throwInterrupted(name);
    return failWith(error);
  }
}
