/** The pid file: who is running. The lock says whether; the number in it is for people and scripts. */
import { Failure, todo } from '#program';
import {
  close,
  type Fd,
  flock,
  fstat,
  ftruncate,
  getpid,
  LOCK_EX,
  LOCK_NB,
  O_CLOEXEC,
  O_CREAT,
  O_RDWR,
  open,
  pread,
  unlink,
  write,
} from '#sys';

const MODE = 0o644;

/** Locks the file and writes this process's pid into it. Throws a Failure when another process has the lock. The caller owns the descriptor. */
export function takePidFile(path: string): Fd {
  //#region 14.6
  // TODO 14.6: open the file, lock it without waiting, and write `${pid}\n` in place of what it says.
  //   - the old number proves nothing: its process may be dead, or be a stranger. The lock ends with its owner
  //   - touch the contents only with the lock; a Failure names the pid in the file
  //   - links 0: its owner has removed the file since you opened it, and your lock guards nothing. Begin again
  //   man: flock(2), open(2), ftruncate(2), unlink(2)
  todo('14.6', 'open the file, lock it without waiting, and write `${pid}\\n` in place of what it says');
  //#endregion
}

/** Removes the file, while the lock still keeps others from it. */
export function dropPidFile(path: string, fd: Fd): void {
  //#region 14.6
  // TODO 14.6: remove the file, then give up the lock.
  todo('14.6', 'remove the file, then give up the lock');
  //#endregion
}

function textOf(fd: Fd): string {
  const bytes = Buffer.alloc(16);
  return bytes.toString('latin1', 0, pread(fd, bytes, 0) ?? 0).trim();
}
