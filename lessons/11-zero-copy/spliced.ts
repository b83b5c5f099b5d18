/** splice: pages go from the file into a pipe, and from the pipe to the socket. */
import { todo } from '#program';
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
    todo('11.4', 'until part.sent has reached `end`, #fill the pipe and #drain it');
    //#endregion
  }

  /** File → pipe. The pipe is empty. */
  #fill(pipe: Pipe, part: Part): void {
    //#region 11.4
    // TODO 11.4: splice PIPE_BYTES, or the rest, from offset part.sent of the file to the pipe.
    //   - count in pipe.holds the bytes that came: it may be fewer
    //   - none came: throw a Shrunk
    //   man: splice(2)
    todo('11.4', 'splice PIPE_BYTES, or the rest, from offset part.sent of the file to the pipe');
    //#endregion
  }

  /** Pipe → socket. Returns false when the socket has no room. */
  #drain(pipe: Pipe, part: Part): boolean {
    //#region 11.4
    // TODO 11.4: splice the bytes that the pipe holds to the socket, and move pipe.holds and part.sent.
    //   - the bytes that the socket does not take stay in the pipe, and are the next to go
    //   - SPLICE_F_MORE only while more of the file follows: it holds the last packet back
    //   man: splice(2) "SPLICE_F_MORE"
    todo('11.4', 'splice the bytes that the pipe holds to the socket, and move pipe.holds and part.sent');
    //#endregion
  }

  finish(): void {
    this.#pipe?.release();
    this.#pipe = null;
  }

  close(): void {}
}
