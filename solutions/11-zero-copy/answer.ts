/** One answer: eight bytes with the size, then the file, if there is one. */
import { type Fd, MSG_MORE, MSG_NOSIGNAL, send } from '#sys';
import type { Part, Way } from './ways.ts';

/** Does not own the descriptors. */
export class Answer {
  readonly part: Part | null;
  readonly #conn: Fd;
  /** The bytes of the header that the socket has not taken. */
  #header = Buffer.alloc(8);

  /** `announced`: the size of the file; the bytes that an upload has stored; -1 for a refusal. */
  constructor(conn: Fd, announced: number, part: Part | null) {
    this.#conn = conn;
    this.part = part;
    this.#header.writeBigInt64BE(BigInt(announced));
  }

  /** Sends as much as the socket takes now. Returns whether it has taken everything. */
  proceed(way: Way): boolean {
    const { part } = this;
    const follows = part !== null && part.size > 0;
    if (this.#header.length > 0) {
      //#region 11.1
      // TODO 11.1: send #header, or the rest of it, and keep the bytes that the socket did not take.
      //   - while bytes of #header are left, return false: the file comes behind all of them
      //   - if a file `follows`, the header must not travel in a packet of its own
      //   - if none follows, it must not wait for one
      //   man: send(2) "MSG_MORE", "MSG_NOSIGNAL"
      const n = send(this.#conn, this.#header, follows ? MSG_NOSIGNAL | MSG_MORE : MSG_NOSIGNAL);
      this.#header = this.#header.subarray(n ?? 0);
      if (this.#header.length > 0) return false;
      //#endregion
    }
    if (part === null) return true;
    way.sendSome(part);
    return part.sent === part.size;
  }
}
