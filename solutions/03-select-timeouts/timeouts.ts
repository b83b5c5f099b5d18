/**
 * Four calls with a time-out: each waits at most `ms` milliseconds, 0 for ever, and then throws ETIMEDOUT.
 */
import {
  type Accepted,
  accept,
  connect,
  ETIMEDOUT,
  F_GETFL,
  F_SETFL,
  type Fd,
  FdSet,
  fcntl,
  getsockopt,
  isSystemError,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  O_NONBLOCK,
  recv,
  SO_ERROR,
  SOL_SOCKET,
  type SocketAddress,
  SystemError,
  select,
  send,
  type Timeval,
} from '#sys';

/** The time that remains of a wait; null: for ever. */
type Left = Timeval | null;

function timevalOf(ms: number): Left {
  //#region 03.1
  // TODO 03.1: return `ms` milliseconds as a timeval: whole seconds, and the rest in microseconds.
  //   - 0 waits for ever: return null, because select with a timeval of 0 returns at once
  //   man: select(2) "struct timeval"
  if (ms === 0) return null;
  const seconds = Math.floor(ms / 1000);
  return { seconds, microseconds: (ms % 1000) * 1000 };
  //#endregion
}

/** Waits until `fd` is readable, or writable. Throws ETIMEDOUT when no time remains. */
function waitFor(fd: Fd, what: 'read' | 'write', left: Left): void {
  //#region 03.1
  // TODO 03.1: wait with select until `fd` is ready, for the time that is left.
  //   - select writes into the set: make a new one for each call; nfds is the highest fd + 1
  //   - 0 is a time-out: throw new SystemError('select', ETIMEDOUT)
  //   - EINTR: wait again with the same timeval, because Linux writes the remaining time into it
  //   man: select(2)
  for (;;) {
    const set = new FdSet();
    set.add(fd);
    try {
      const ready = what === 'read' ? select(fd + 1, set, null, null, left) : select(fd + 1, null, set, null, left);
      if (ready > 0) return;
    } catch (error) {
      if (isSystemError(error, 'EINTR')) continue;
      throw error;
    }
    throw new SystemError('select', ETIMEDOUT);
  }
  //#endregion
}

/** Waits for bytes and reads them. Returns their number; 0 at end of file. */
export function readTimeout(conn: Fd, buffer: Uint8Array, ms: number): number {
  const left = timevalOf(ms);
  //#region 03.1
  // TODO 03.1: wait until `conn` is readable, then receive with MSG_DONTWAIT.
  //   - null: the bytes are gone again, so wait again
  //   man: recv(2), select(2) "BUGS"
  for (;;) {
    waitFor(conn, 'read', left);
    const n = recv(conn, buffer, MSG_DONTWAIT);
    if (n !== null) return n;
  }
  //#endregion
}

/** Waits for room and writes as much as fits. Returns the number of bytes. */
export function writeTimeout(conn: Fd, bytes: Uint8Array, ms: number): number {
  const left = timevalOf(ms);
  //#region 03.1
  // TODO 03.1: wait until `conn` is writable, then send with MSG_DONTWAIT | MSG_NOSIGNAL.
  //   - without MSG_DONTWAIT a send of more bytes than fit waits for the rest, without a limit
  //   - null: wait again
  //   man: send(2)
  for (;;) {
    waitFor(conn, 'write', left);
    const n = send(conn, bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n !== null) return n;
  }
  //#endregion
}

/** Waits for the next connection. The caller owns it. */
export function acceptTimeout(listener: Fd, ms: number): Accepted {
  const left = timevalOf(ms);
  //#region 03.1
  // TODO 03.1: wait until `listener` is readable, which means that a connection waits, then accept.
  //   - null, from a non-blocking listener only: wait again
  //   man: accept(2)
  for (;;) {
    waitFor(listener, 'read', left);
    const accepted = accept(listener);
    if (accepted !== null) return accepted;
  }
  //#endregion
}

/** Connects. The descriptor keeps its flags, also after an error. */
export function connectTimeout(fd: Fd, address: SocketAddress, ms: number): void {
  //#region 03.2
  // TODO 03.2: connect within `ms` milliseconds, on a descriptor that is non-blocking meanwhile.
  //   - restore its flags at the end, also after an error
  //   - EINPROGRESS: the handshake is under way; `fd` is writable once it has succeeded or failed
  //   - SO_ERROR tells which: 0, or the errno for a new SystemError('connect', errno)
  //   man: connect(2) "EINPROGRESS", fcntl(2), socket(7) "SO_ERROR"
  const flags = fcntl(fd, F_GETFL);
  fcntl(fd, F_SETFL, flags | O_NONBLOCK);
  try {
    if (started(fd, address)) return;
    waitFor(fd, 'write', timevalOf(ms));
    const errno = getsockopt(fd, SOL_SOCKET, SO_ERROR);
    if (errno !== 0) throw new SystemError('connect', errno);
  } finally {
    fcntl(fd, F_SETFL, flags);
  }
  //#endregion
}

/** Begins to connect. True when the connection is complete at once, as with a peer on this machine. */
function started(fd: Fd, address: SocketAddress): boolean {
  try {
    connect(fd, address);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EINPROGRESS')) return false;
    throw error;
  }
}
