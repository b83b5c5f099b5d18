import {
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_GETFL,
  F_GETOWN,
  F_GETOWN_EX,
  F_GETPIPE_SZ,
  F_GETSIG,
  F_SETFD,
  F_SETFL,
  F_SETOWN,
  F_SETOWN_EX,
  F_SETPIPE_SZ,
  F_SETSIG,
  O_NONBLOCK,
} from '../constants.ts';
import { checkFd, checkFlags, type Fd, wrong } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { check, fail } from '../core/result.ts';
import { copyRing } from '../core/rings.ts';
import { forgetNonblocking, isKnownNonblocking, noteNonblocking } from '../signals/nonblocking.ts';
import { type FileOwner, getOwner, setOwner } from './owner.ts';

const cFcntl = bind('int fcntl(int fd, int cmd, int arg)');
const cDup = bind('int dup(int oldfd)');
const cDup2 = bind('int dup2(int oldfd, int newfd)');
const cDup3 = bind('int dup3(int oldfd, int newfd, int flags)');
const cPipe2 = bind('int pipe2(void *pipefd, int flags)');

/** The commands with an int argument. Of those that take an address only F_SETOWN_EX and F_GETOWN_EX are supported. */
const COMMANDS = new Set([
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_SETFD,
  F_GETFL,
  F_SETFL,
  F_GETOWN,
  F_SETOWN,
  F_GETSIG,
  F_SETSIG,
  F_GETPIPE_SZ,
  F_SETPIPE_SZ,
]);

/**
 * `int fcntl(int fd, int cmd, int arg)`
 *
 * Reads or sets a descriptor's flags (F_GETFD, F_SETFD) or those of the open file, which its duplicates share (F_GETFL,
 * F_SETFL). To add a flag, or it into the flags that were read. F_DUPFD returns a descriptor that the caller owns.
 * With O_ASYNC, SIGIO or the signal of F_SETSIG is sent to the owner, which F_SETOWN sets to a process or, negative, a group,
 * and F_SETOWN_EX also to a thread. Throws EBADF, EINVAL, ESRCH for an owner that does not exist. fcntl(2)
 */
export function fcntl(fd: Fd, command: typeof F_GETOWN_EX): FileOwner;
export function fcntl(fd: Fd, command: typeof F_SETOWN_EX, owner: FileOwner): number;
export function fcntl(fd: Fd, command: number, argument?: number): number;
export function fcntl(fd: Fd, command: number, argument: number | FileOwner = 0): number | FileOwner {
  checkFd(fd);
  if (command === F_GETOWN_EX) return getOwner(fd);
  if (command === F_SETOWN_EX) return setOwner(fd, argument as FileOwner);
  if (!COMMANDS.has(command)) wrong('command', command, 'F_GETFL, F_SETFL, F_GETFD or another with an int argument');
  return withInt(fd, command, argument as number);
}

function withInt(fd: Fd, command: number, argument: number): number {
  checkFlags(argument, 'argument');
  const result = cFcntl(fd, command, argument | 0);
  // Only -1 is a failure: F_GETOWN returns a process group as a negative number.
  if (result === -1) fail('fcntl');
  if (command === F_SETFL) {
    if ((argument & O_NONBLOCK) === 0)
      forgetNonblocking(); // for every duplicate too
    else noteNonblocking(fd, true);
  }
  if (command === F_DUPFD || command === F_DUPFD_CLOEXEC) noteDuplicate(fd, result);
  return result;
}

function noteDuplicate(fd: Fd, copy: Fd): void {
  noteNonblocking(copy, isKnownNonblocking(fd));
  copyRing(fd, copy);
}

/** Sets or clears O_NONBLOCK of the open file, for all descriptors and processes that share it. fcntl(2) */
export function setNonblocking(fd: Fd, on = true): void {
  if (typeof on !== 'boolean') wrong('on', on, 'true or false');
  const flags = fcntl(fd, F_GETFL);
  fcntl(fd, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
}

/**
 * `int dup(int oldfd)`
 *
 * Returns another descriptor for the same open file, with the lowest free number; the caller owns it. The file stays
 * open until both are closed. Throws EBADF, EMFILE. dup(2)
 */
export function dup(fd: Fd): Fd {
  checkFd(fd);
  const copy = cDup(fd);
  if (copy < 0) fail('dup');
  noteDuplicate(fd, copy);
  return copy;
}

/**
 * `int dup2(int oldfd, int newfd)`
 *
 * As `dup`, with the number `newFd`, which is closed first if it is open; both in one step. Throws EBADF. dup2(2)
 */
export function dup2(fd: Fd, newFd: Fd): Fd {
  checkFd(fd);
  checkFd(newFd, 'newFd');
  check(cDup2(fd, newFd), 'dup2');
  noteDuplicate(fd, newFd);
  return newFd;
}

/** `int dup3(int oldfd, int newfd, int flags)`: as `dup2`, with O_CLOEXEC; EINVAL when both are the same. dup3(2) */
export function dup3(fd: Fd, newFd: Fd, flags: number): Fd {
  checkFd(fd);
  checkFd(newFd, 'newFd');
  checkFlags(flags);
  check(cDup3(fd, newFd, flags), 'dup3');
  noteDuplicate(fd, newFd);
  return newFd;
}

/**
 * `int pipe2(int pipefd[2], int flags)`
 *
 * Creates a pipe: bytes written to the second descriptor are read from the first. The caller owns both. The reader sees
 * end of file once all copies of the second are closed. O_NONBLOCK, O_CLOEXEC. Throws EMFILE. pipe(2), pipe(7)
 */
export function pipe2(flags = 0): [readEnd: Fd, writeEnd: Fd] {
  checkFlags(flags);
  const ends = new Int32Array(2);
  check(cPipe2(ends, flags), 'pipe2');
  const [readEnd, writeEnd] = ends as unknown as [Fd, Fd];
  noteNonblocking(readEnd, (flags & O_NONBLOCK) !== 0);
  noteNonblocking(writeEnd, (flags & O_NONBLOCK) !== 0);
  return [readEnd, writeEnd];
}
