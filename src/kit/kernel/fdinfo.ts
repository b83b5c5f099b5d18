import { readFileSync } from 'node:fs';
import { descriptors } from './proc.ts';

/** The text of /proc/PID/fdinfo/FD. Empty when the descriptor is not open. proc_pid_fdinfo(5) */
function fdinfo(pid: number, fd: number): string {
  try {
    return readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8');
  } catch {
    return '';
  }
}

/** The flags that open(2) and fcntl(2) set, O_NONBLOCK among them. Null when the descriptor is not open. */
export function descriptorFlags(pid: number, fd: number): number | null {
  const flags = /^flags:\s*([0-7]+)$/m.exec(fdinfo(pid, fd))?.[1];
  return flags === undefined ? null : Number.parseInt(flags, 8);
}

/** An entry of an epoll interest list. */
export interface Interest {
  /** The descriptor number at EPOLL_CTL_ADD; it may have been closed since. */
  readonly fd: number;
  /** EPOLLIN, EPOLLOUT, EPOLLET… as an unsigned number. EPOLLERR and EPOLLHUP are always in it. */
  readonly events: number;
  /** The inode of the watched file, as in TcpRow and in the links of /proc/PID/fd. */
  readonly inode: number;
}

/** The interest list of an epoll descriptor. */
export function interestList(pid: number, epfd: number): Interest[] {
  const rows = fdinfo(pid, epfd).matchAll(/^tfd:\s*(\d+) events:\s*([0-9a-f]+) .*?ino:\s*([0-9a-f]+)/gm);
  return [...rows].map(([, fd, events, inode]) => ({
    fd: Number(fd),
    events: Number.parseInt(events ?? '0', 16),
    inode: Number.parseInt(inode ?? '0', 16),
  }));
}

/** The process's epoll descriptors, Node's own included: look for the one that watches the socket in question. */
export function epollDescriptors(pid: number): number[] {
  return descriptors(pid)
    .filter(({ target }) => target === 'anon_inode:[eventpoll]')
    .map(({ fd }) => fd);
}
