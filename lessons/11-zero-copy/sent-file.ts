/** sendfile: the kernel takes the pages of the file, and our memory sees none of them. */
import { todo } from '#program';
import { type Fd, sendfile } from '#sys';
import { type Part, Shrunk, TURN, type Way } from './ways.ts';

export class SentFile implements Way {
  readonly #conn: Fd;

  constructor(conn: Fd) {
    this.#conn = conn;
  }

  sendSome(part: Part): void {
    //#region 11.3
    // TODO 11.3: sendfile from offset part.sent, TURN bytes or the rest, and move part.sent.
    //   - the result may be smaller than asked for; null: no room
    //   - 0: the file has ended before its size, and it will be 0 for ever: throw a Shrunk
    //   - an empty file has ended, and nothing is missing: do nothing
    //   man: sendfile(2)
    todo('11.3', 'sendfile from offset part.sent, TURN bytes or the rest, and move part.sent');
    //#endregion
  }

  finish(): void {}

  close(): void {}
}
