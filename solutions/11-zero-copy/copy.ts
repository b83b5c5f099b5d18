/** The plain way: each byte is copied into our memory, and out of it again. */
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
    for (let turn = 0; turn < TURN && part.sent < part.size; turn += buffer.length) {
      const length = pread(part.file, buffer, part.sent, Math.min(buffer.length, part.size - part.sent));
      if (!length) throw new Shrunk();
      const n = send(this.#conn, buffer, MSG_NOSIGNAL, length);
      if (n === null) return;
      part.sent += n;
    }
    //#endregion
  }

  finish(): void {}

  close(): void {}
}
