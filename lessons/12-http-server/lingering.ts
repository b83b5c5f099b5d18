/** The end of a connection whose client may still be sending. */
import { todo } from '#program';
import { type Fd, recv, SHUT_WR, shutdown } from '#sys';

/** Reads in one turn. */
const TURN = 16;
const waste = Buffer.alloc(65_536);

/** Sends the FIN behind the last answer. The descriptor stays open for reading. */
export function sayLast(fd: Fd): void {
  //#region 12.5
  // TODO 12.5: shut the connection down for writing.
  //   man: shutdown(2)
  todo('12.5', 'shut the connection down for writing');
  //#endregion
}

/**
 * Reads and drops what the client still sends, because a closed socket answers such bytes with RST, and a client that gets it may lose
 * the answer that it has not read yet. Returns whether the client has ended its direction.
 */
export function drop(fd: Fd): boolean {
  //#region 12.5
  // TODO 12.5: read into `waste` until nothing is left or the client has ended, at most TURN times.
  //   man: recv(2)
  todo('12.5', 'read into `waste` until nothing is left or the client has ended, at most TURN times');
  //#endregion
}
