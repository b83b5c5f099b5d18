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
  if (situation.startsWith('no-')) endOwn(situation, ours);
  else if (situation.startsWith('copy-')) endWithCopy(situation, ours, peers);
  else endPeer(situation, ours, peers);
}

function endPeer(situation: string, ours: Fd, peers: Fd): void {
  //#region 16.6
  // TODO 16.6: fin, half, late, reset-write, reset-read, unread.
  //   - a reset: SO_LINGER with 0 seconds, then close; or close with bytes unread
  //   - segments take time: wait until `ours` is in the state that follows (untilState), which is CLOSE after a reset;
  //     and until bytes have arrived (untilUnread), where they should
  if (situation === 'late' || situation === 'unread') send(peers, HELLO);
  if (situation === 'unread') {
    untilUnread(ours, HELLO.length);
    send(ours, HELLO);
    untilUnread(peers, HELLO.length);
  }
  const resets = situation.startsWith('reset');
  if (resets) setsockopt(peers, SOL_SOCKET, SO_LINGER, linger(true, 0));
  if (situation === 'half') shutdown(peers, SHUT_WR);
  else close(peers);
  untilState(ours, resets || situation === 'unread' ? 'CLOSE' : 'CLOSE_WAIT');
  //#endregion
}

function endOwn(situation: string, ours: Fd): void {
  //#region 16.6
  // TODO 16.6: no-write and no-read.
  shutdown(ours, situation === 'no-write' ? SHUT_WR : SHUT_RD);
  //#endregion
}

function endWithCopy(situation: string, ours: Fd, peers: Fd): void {
  //#region 16.6
  // TODO 16.6: copy-close and copy-shutdown.
  //   - a copy (dup) is a second descriptor of the same connection, as a forked child has one
  dup(peers);
  if (situation === 'copy-close') close(peers);
  else {
    shutdown(peers, SHUT_WR);
    untilState(ours, 'CLOSE_WAIT');
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
