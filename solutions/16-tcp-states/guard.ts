/** Finding out that the peer is not there any more. */
import {
  errorCode,
  type Fd,
  getsockopt,
  IPPROTO_TCP,
  isSystemError,
  recv,
  SO_ERROR,
  SO_KEEPALIVE,
  SOL_SOCKET,
  setsockopt,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_USER_TIMEOUT,
} from '#sys';

export interface Patience {
  /** Seconds of silence before the first question, seconds between two questions, and their number. */
  readonly idle: number;
  readonly interval: number;
  readonly count: number;
  /** Milliseconds that sent bytes may stay without an acknowledgement; 0 for the system's quarter of an hour. */
  readonly timeout: number;
}

/** Lets the kernel look after the peer. */
export function guard(fd: Fd, { idle, interval, count, timeout }: Patience): void {
  //#region 16.7
  // TODO 16.7: keepalive with these times, and TCP_USER_TIMEOUT.
  //   - keepalive asks a connection that is silent; it does not help while sent bytes wait for their acknowledgement
  //   - without its own times keepalive begins after two hours
  //   man: tcp(7), socket(7)
  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, true);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, idle);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, interval);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, count);
  setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, timeout);
  //#endregion
}

/** `data`: bytes were read. `end`: the peer has ended its direction. `nothing`: it is as it was. Otherwise the error that has ended the connection. */
export function news(fd: Fd): string {
  //#region 16.7
  // TODO 16.7: what has happened to the connection, when poll reports something.
  //   - after the peer's FIN, recv returns 0 whatever comes later: only SO_ERROR tells then. Reading it clears it
  const error = getsockopt(fd, SOL_SOCKET, SO_ERROR);
  if (error !== 0) return errorCode(error);
  try {
    const n = recv(fd, Buffer.alloc(65_536));
    if (n === null) return 'nothing';
    return n === 0 ? 'end' : 'data';
  } catch (failed) {
    if (!isSystemError(failed)) throw failed;
    return failed.code;
  }
  //#endregion
}
