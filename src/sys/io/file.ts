import { O_NONBLOCK, O_TRUNC } from '../constants.ts';
import { checkFd, checkFlags, checkInt, checkOffset, checkPath, type Fd, wrong } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { refuseShrinking, refuseTruncating } from '../core/mapped.ts';
import { check, fail } from '../core/result.ts';
import { interruptible } from '../signals/interruptible.ts';
import { noteNonblocking } from '../signals/nonblocking.ts';
import { fstat } from './stat.ts';

const cOpen = bind('int open(const char *path, int flags, unsigned int mode)');
const cFtruncate = bind('int ftruncate(int fd, long length)');
const cLseek = bind('long lseek(int fd, long offset, int whence)');
const cFsync = bind('int fsync(int fd)');
const cRename = bind('int rename(const char *oldpath, const char *newpath)');
const cUnlink = bind('int unlink(const char *path)');
const cMkfifo = bind('int mkfifo(const char *path, unsigned int mode)');
const cUmask = bind('unsigned int umask(unsigned int mask)');
const cChdir = bind('int chdir(const char *path)');

/**
 * `int open(const char *path, int flags, mode_t mode)`
 *
 * Opens a file; the caller owns the descriptor. O_CREAT creates it with the permissions `mode` & ~umask. Opening a FIFO
 * waits for its other end. Throws ENOENT, EACCES, EEXIST (O_CREAT | O_EXCL), EISDIR, EMFILE, EINTR. open(2)
 */
export function open(path: string, flags: number, mode = 0o666): Fd {
  checkPath(path);
  checkFlags(flags);
  checkInt(mode, 'mode', 0, 0o7777);
  if ((flags & O_TRUNC) !== 0) refuseTruncating(path);
  const fd = interruptible(true, () => cOpen(path, flags, mode));
  if (fd < 0) fail('open');
  noteNonblocking(fd, (flags & O_NONBLOCK) !== 0);
  return fd;
}

/**
 * `int ftruncate(int fd, off_t length)`
 *
 * Cuts the file, or extends it with a hole, to exactly `length` bytes. Throws RangeError below a mapping of the file,
 * EINVAL unless it is a regular file open for writing. ftruncate(2)
 */
export function ftruncate(fd: Fd, length: number): void {
  checkFd(fd);
  checkOffset(length, 'length');
  refuseShrinking(() => fstat(fd), length);
  check(cFtruncate(fd, length), 'ftruncate');
}

/**
 * `off_t lseek(int fd, off_t offset, int whence)`
 *
 * Moves the file position to `offset` from the start (SEEK_SET), the position (SEEK_CUR) or the end (SEEK_END).
 * Returns the new position, which duplicates and inherited descriptors share. Throws ESPIPE for a socket or pipe. lseek(2)
 */
export function lseek(fd: Fd, offset: number, whence: number): number {
  checkFd(fd);
  if (!Number.isSafeInteger(offset)) wrong('offset', offset, 'an integer');
  checkInt(whence, 'whence');
  const position = cLseek(fd, offset, whence);
  return position >= 0 ? position : fail('lseek');
}

/** `int fsync(int fd)`: returns when the file's data is on the disk. Throws EIO, EINVAL for a socket. fsync(2) */
export function fsync(fd: Fd): void {
  checkFd(fd);
  check(cFsync(fd), 'fsync');
}

/**
 * `int rename(const char *oldpath, const char *newpath)`
 *
 * Renames a file within a file system, atomically: `newPath` is the old file or the new one at any time. Throws ENOENT,
 * EXDEV between file systems. rename(2)
 */
export function rename(oldPath: string, newPath: string): void {
  checkPath(oldPath, 'oldPath');
  checkPath(newPath, 'newPath');
  check(cRename(oldPath, newPath), 'rename');
}

/** `int unlink(const char *path)`: removes a name; the file exists until it is closed everywhere. Throws ENOENT. unlink(2) */
export function unlink(path: string): void {
  checkPath(path);
  check(cUnlink(path), 'unlink');
}

/** `int mkfifo(const char *path, mode_t mode)`: creates a FIFO, a pipe with a name. Throws EEXIST. mkfifo(3), fifo(7) */
export function mkfifo(path: string, mode = 0o666): void {
  checkPath(path);
  checkInt(mode, 'mode', 0, 0o7777);
  check(cMkfifo(path, mode), 'mkfifo');
}

/** `mode_t umask(mode_t mask)`: sets the permissions that new files do not get. Returns the previous mask; cannot fail. umask(2) */
export function umask(mask: number): number {
  checkInt(mask, 'mask', 0, 0o777);
  return cUmask(mask);
}

/**
 * `int chdir(const char *path)`
 *
 * Changes the working directory of the whole process. Node caches it: `process.cwd()` may still return the old one.
 * Throws ENOENT, ENOTDIR. chdir(2)
 */
export function chdir(path: string): void {
  checkPath(path);
  check(cChdir(path), 'chdir');
}
