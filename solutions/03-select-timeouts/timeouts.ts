/**
 * Four calls that give up: each waits at most `ms` milliseconds, 0 for ever. When the time is up they throw ETIMEDOUT.
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

/** The time that is left of a wait; null: for ever. */
type Left = Timeval | null;

function timevalOf(ms: number): Left {
  //#region 03.1
  // TODO 03.1: make a timeval of `ms`: whole seconds, and the rest in microseconds. Return null for 0, which waits for ever.
  //   man: select(2) "struct timeval"
  return ms === 0 ? null : { seconds: Math.floor(ms / 1000), microseconds: (ms % 1000) * 1000 };
  //#endregion
}

/** Waits until `fd` is ready to be read, or written. Throws ETIMEDOUT when nothing is left of the time. */
function waitFor(fd: Fd, what: 'read' | 'write', left: Left): void {
  //#region 03.1
  // TODO 03.1: a set with `fd` in it, made anew for each call, and select with nfds one more than the highest descriptor. 0 is
  //   ETIMEDOUT: throw new SystemError('select', ETIMEDOUT). EINTR is no answer: wait again, for what is left. Linux
  //   writes that into the timeval; so keep using the same one.
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

/** Reads what there is, as soon as there is something. Returns how many bytes; 0 at the end of the stream. */
export function readTimeout(conn: Fd, buffer: Uint8Array, ms: number): number {
  const left = timevalOf(ms);
  //#region 03.1
  // TODO 03.1: wait until `conn` can be read, then receive with MSG_DONTWAIT. null: it was not ready after all, wait again.
  //   man: recv(2), select(2) "BUGS"
  for (;;) {
    waitFor(conn, 'read', left);
    const n = recv(conn, buffer, MSG_DONTWAIT);
    if (n !== null) return n;
  }
  //#endregion
}

/** Writes what there is room for, as soon as there is some. Returns how many bytes. */
export function writeTimeout(conn: Fd, bytes: Uint8Array, ms: number): number {
  const left = timevalOf(ms);
  //#region 03.1
  // TODO 03.1: wait until `conn` can be written, then send with MSG_DONTWAIT | MSG_NOSIGNAL: without MSG_DONTWAIT a send of
  //   more than there is room for would wait for the rest, without a limit. null: wait again.
  //   man: send(2)
  for (;;) {
    waitFor(conn, 'write', left);
    const n = send(conn, bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n !== null) return n;
  }
  //#endregion
}

/** The next connection. The caller owns it. */
export function acceptTimeout(listener: Fd, ms: number): Accepted {
  const left = timevalOf(ms);
  //#region 03.1
  // TODO 03.1: a listener is ready to be read when a connection waits. accept says null only when it is non-blocking.
  //   man: accept(2)
  for (;;) {
    waitFor(listener, 'read', left);
    const accepted = accept(listener);
    if (accepted !== null) return accepted;
  }
  //#endregion
}

/** Connects. The descriptor has the same flags afterwards, however this ends. */
export function connectTimeout(fd: Fd, address: SocketAddress, ms: number): void {
  //#region 03.2
  // TODO 03.2: make the descriptor non-blocking, and set its flags back at the end, whatever happens. connect throws
  //   EINPROGRESS: the handshake is under way. Wait until the socket can be written; it can be written too when the connection
  //   has failed, and SO_ERROR says which it is: 0, or the errno to throw as a SystemError of connect.
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

/** Begins to connect. True when that was all: the peer is on this machine and has answered at once. */
function started(fd: Fd, address: SocketAddress): boolean {
  try {
    connect(fd, address);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EINPROGRESS')) return false;
    throw error;
  }
}
