import { O_CREAT, O_NONBLOCK, O_TRUNC } from '../constants.ts';
import { checkFd, checkFlags, checkPath, type Fd, wrong } from '../core/check.ts';
import { bindSyscall } from '../core/ffi.ts';
import { fail } from '../core/result.ts';
import { interruptible } from '../signals/interruptible.ts';
import { noteNonblocking } from '../signals/nonblocking.ts';

// libc has no function for it. The number is the same on x86-64 and arm64.
const SYS_OPENAT2 = 437;
const cOpenat2 = bindSyscall(SYS_OPENAT2, 'int openat2(int dirfd, const char *path, const void *how, size_t size)');

/** struct open_how: flags, mode, resolve, of 64 bits each. */
const HOW_BYTES = 24;
const how = new BigUint64Array(HOW_BYTES / 8);
const howBytes = new Uint8Array(how.buffer);
/** What is in `how`: most programs open with the same flags again and again. */
let held = { flags: 0, resolve: 0 };

/**
 * `int openat2(int dirfd, const char *path, const struct open_how *how, size_t size)`
 *
 * Opens an existing file below the folder `dirfd`; the caller owns the descriptor. With RESOLVE_BENEATH nothing outside that folder is
 * opened, whatever `..`, symbolic links and absolute paths say, also when they change meanwhile. Throws EXDEV for such a path, ELOOP
 * (RESOLVE_NO_SYMLINKS), EAGAIN when a folder was renamed during the call, ENOENT, ENOTDIR, EACCES, ENAMETOOLONG, EMFILE, ENOSYS
 * before Linux 5.6. openat2(2)
 */
export function openat2(dirFd: Fd, path: string, flags: number, resolve: number): Fd {
  checkFd(dirFd, 'dirFd');
  checkPath(path);
  checkFlags(flags);
  if ((flags & (O_CREAT | O_TRUNC)) !== 0) wrong('flags', flags, 'made without O_CREAT and O_TRUNC');
  checkFlags(resolve, 'resolve');
  // Written for each attempt: a handler that runs in between may open a file with other flags.
  const fd = interruptible(true, () => {
    describe(flags, resolve);
    return cOpenat2(dirFd, path, howBytes, HOW_BYTES);
  });
  if (fd < 0) fail('openat2');
  noteNonblocking(fd, (flags & O_NONBLOCK) !== 0);
  return fd;
}

function describe(flags: number, resolve: number): void {
  if (flags === held.flags && resolve === held.resolve) return;
  how[0] = BigInt(flags);
  how[2] = BigInt(resolve);
  held = { flags, resolve };
}
