/** Brings about the situations of the prediction sheet. */
import {
  close,
  dup,
  type Fd,
  linger,
  MSG_NOSIGNAL,
  SHUT_RD,
  SHUT_WR,
  SO_LINGER,
  SOL_SOCKET,
  send,
  setsockopt,
  shutdown,
} from '#sys';
import { untilState } from './ends.ts';
import { HELLO, untilUnread } from './unread.ts';

/**
 * Brings a fresh connection into a situation, and returns when it is there: what the peer did has arrived at `ours`.
 *
 *     fin            the peer has read everything, and closes
 *     half           the peer ends its direction, and goes on reading
 *     reset-write    the peer resets the connection; reset-read is the same
 *     unread         the peer has sent 5 bytes, and closes while 5 bytes of ours are unread
 *     late           the peer has sent 5 bytes, and closes
 *     no-write       this end has ended its direction
 *     no-read        this end has given up reading
 *     copy-close     the peer closes its descriptor, and has a copy of it
 *     copy-shutdown  the peer ends its direction, and has a copy
 */
export function bringAbout(situation: string, ours: Fd, peers: Fd): void {
  //#region 16.6
  // TODO 16.6: each of the situations above.
  //   - a reset: SO_LINGER with 0 seconds, then close; or close with bytes unread
  //   - segments take time: wait until `ours` is in the state that follows (untilState), and CLOSE after a reset;
  //     and until bytes have arrived (untilUnread), where they should
  switch (situation) {
    case 'fin':
      close(peers);
      return untilState(ours, 'CLOSE_WAIT');
    case 'half':
      shutdown(peers, SHUT_WR);
      return untilState(ours, 'CLOSE_WAIT');
    case 'reset-write':
    case 'reset-read':
      setsockopt(peers, SOL_SOCKET, SO_LINGER, linger(true, 0));
      close(peers);
      return untilState(ours, 'CLOSE');
    case 'unread':
      send(peers, HELLO);
      untilUnread(ours, HELLO.length);
      send(ours, HELLO);
      untilUnread(peers, HELLO.length);
      close(peers);
      return untilState(ours, 'CLOSE');
    case 'late':
      send(peers, HELLO);
      close(peers);
      return untilState(ours, 'CLOSE_WAIT');
    case 'no-write':
      return shutdown(ours, SHUT_WR);
    case 'no-read':
      return shutdown(ours, SHUT_RD);
    case 'copy-close':
      dup(peers);
      return close(peers);
    case 'copy-shutdown':
      dup(peers);
      shutdown(peers, SHUT_WR);
      return untilState(ours, 'CLOSE_WAIT');
    default:
  }
  //#endregion
}

/** One write, and the time for its answer: a reset that it causes has arrived when this returns. */
export function writeAndSee(ours: Fd, peerHasClosed: boolean): number | null {
  //#region 16.6
  // TODO 16.6: send HELLO, and return the number of bytes; null when it would have to wait.
  //   - without MSG_NOSIGNAL an EPIPE comes with SIGPIPE, which ends the process
  //   - a peer that has closed answers with a reset: wait for it (CLOSE), or the next call is made too early
  const n = send(ours, HELLO, MSG_NOSIGNAL);
  if (peerHasClosed) untilState(ours, 'CLOSE');
  return n;
  //#endregion
}
