/** splice: pages go from the file into a pipe, and from the pipe to the socket. */
import { type Fd, SPLICE_F_MORE, SPLICE_F_NONBLOCK, splice } from '#sys';
import { PIPE_BYTES, Pipe } from './pipes.ts';
import { type Part, Shrunk, TURN, type Way } from './ways.ts';

export class Spliced implements Way {
  readonly #conn: Fd;
  #pipe: Pipe | null = null;

  constructor(conn: Fd) {
    this.#conn = conn;
  }

  sendSome(part: Part): void {
    const end = Math.min(part.size, part.sent + TURN);
    //#region 11.4
    // TODO 11.4: until part.sent has reached `end`, #fill the pipe and #drain it.
    //   - take a pipe (Pipe.take) for the first bytes of an answer, and keep it as #pipe
    //   - #fill an empty pipe only: then it has room, and would-block can only mean the socket
    //   - return when #drain returns false: the bytes stay in the pipe, for the next turn
    while (part.sent < end) {
      this.#pipe ??= Pipe.take();
      if (this.#pipe.holds === 0) this.#fill(this.#pipe, part);
      if (!this.#drain(this.#pipe, part)) return;
    }
    //#endregion
  }

  /** File → pipe. The pipe is empty. */
  #fill(pipe: Pipe, part: Part): void {
    //#region 11.4
    // TODO 11.4: splice PIPE_BYTES, or the rest, from offset part.sent of the file to the pipe.
    //   - count in pipe.holds the bytes that came: it may be fewer
    //   - none came: throw a Shrunk
    //   man: splice(2)
    const n = splice(part.file, part.sent, pipe.writeEnd, null, Math.min(PIPE_BYTES, part.size - part.sent));
    if (!n) throw new Shrunk();
    pipe.holds += n;
    //#endregion
  }

  /** Pipe → socket. Returns false when the socket has no room. */
  #drain(pipe: Pipe, part: Part): boolean {
    //#region 11.4
    // TODO 11.4: splice the bytes that the pipe holds to the socket, and move pipe.holds and part.sent.
    //   - the bytes that the socket does not take stay in the pipe, and are the next to go
    //   - SPLICE_F_MORE only while more of the file follows: it holds the last packet back
    //   man: splice(2) "SPLICE_F_MORE"
    const more = part.sent + pipe.holds < part.size ? SPLICE_F_MORE : 0;
    const n = splice(pipe.readEnd, null, this.#conn, null, pipe.holds, SPLICE_F_NONBLOCK | more);
    if (n === null) return false;
    pipe.holds -= n;
    part.sent += n;
    return true;
    //#endregion
  }

  finish(): void {
    this.#pipe?.release();
    this.#pipe = null;
  }

  close(): void {}
}
