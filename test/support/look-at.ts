import { close, type Fd, pidfdGetfd, pidfdOpen } from '#sys';

/**
 * Looks at an open file of another process, through a duplicate of its descriptor that is closed at once. While the duplicate is there, no
 * close of the process sends a FIN. Throws ESRCH or EBADF when the process or its descriptor has gone. pidfd_getfd(2)
 */
export function lookAt<T>(pid: number, fd: Fd, look: (fd: Fd) => T): T {
  const pidfd = pidfdOpen(pid);
  try {
    const duplicate = pidfdGetfd(pidfd, fd);
    try {
      return look(duplicate);
    } finally {
      close(duplicate);
    }
  } finally {
    close(pidfd);
  }
}
