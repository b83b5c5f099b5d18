/** The plain way: each byte is copied into our memory, and out of it again. */
import { todo } from '#program';
import { type Fd, MSG_NOSIGNAL, pread, send } from '#sys';
import { type Part, Shrunk, TURN, type Way } from './ways.ts';

/** For all connections: no byte stays in it between two turns. */
const buffer = Buffer.alloc(65_536);

export class Copy implements Way {
  readonly #conn: Fd;

  constructor(conn: Fd) {
    this.#conn = conn;
  }

  sendSome(part: Part): void {
    //#region 11.1
    // TODO 11.1: read from offset part.sent into `buffer`, send that, move part.sent; up to TURN.
    //   - at most the rest of the announced size, even if the file has grown
    //   - no bytes although some are missing: throw a Shrunk
    //   - null: return. The bytes are read again later, so `buffer` is free for other connections
    //   man: pread(2), send(2)
    todo('11.1', 'read from offset part.sent into `buffer`, send that, move part.sent');
    //#endregion
  }

  finish(): void {}

  close(): void {}
}
