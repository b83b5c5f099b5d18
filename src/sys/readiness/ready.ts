import { readlinkSync } from 'node:fs';
import { bindQuietly } from '../core/ffi.ts';

const cFcntl = bindQuietly('int fcntl(int fd, int cmd, int arg)');
const cGetsockopt = bindQuietly('int getsockopt(int fd, int level, int name, void *value, void *length)');

const F_GETFL = 3;
const O_ACCMODE = 3;
const O_RDONLY = 0;
const O_WRONLY = 1;
const SOL_SOCKET = 1;
const SO_ACCEPTCONN = 30;
const POLLIN = 1;

const ACCEPTING = new Set(['accept', 'accept4']);
const SOCKETS_ONLY = new Set([...ACCEPTING, 'recv', 'send', 'recvfrom', 'sendto', 'recvmsg', 'sendmsg']);

/**
 * False when the call would fail at once, so that a wait before it might never end: reading the write end of a pipe,
 * writing to a listener, accepting from a connection. The caller makes the call without a wait and gets its error.
 */
export function canBecomeReady(name: string, fd: number, events: number): boolean {
  const flags = cFcntl(fd, F_GETFL, 0);
  if (flags < 0 || (flags & O_ACCMODE) === (events === POLLIN ? O_WRONLY : O_RDONLY)) return false;
  const listening = Buffer.alloc(4);
  if (cGetsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, listening, Buffer.from([4, 0, 0, 0])) === 0)
    return (listening.readInt32LE(0) !== 0) === ACCEPTING.has(name);
  return !SOCKETS_ONLY.has(name) && hasData(fd, events);
}

/** Whether a descriptor can be read or written; an epoll instance and a pidfd can only be polled. */
function hasData(fd: number, events: number): boolean {
  let link: string;
  try {
    link = readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return true;
  }
  if (link.startsWith('pidfd:')) return false;
  if (!link.startsWith('anon_inode:')) return true;
  return link.includes('eventfd') || (events === POLLIN && /timerfd|signalfd|inotify/.test(link));
}
