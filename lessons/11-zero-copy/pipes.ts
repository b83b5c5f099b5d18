/** Pipes for splice: two descriptors each, so they are kept and used again. */
import { close, type Fd, O_CLOEXEC, O_NONBLOCK, pipe2 } from '#sys';

/** The room of a pipe: 16 slots, each for a page or a part of one. pipe(7) */
export const PIPE_BYTES = 65_536;
/** More pipes than this are not kept. */
const KEPT = 8;

/** Owns both descriptors. */
export class Pipe {
  static readonly #kept: Pipe[] = [];
  readonly readEnd: Fd;
  readonly writeEnd: Fd;
  /** The bytes in it: each splice must be counted here. */
  holds = 0;

  private constructor() {
    [this.readEnd, this.writeEnd] = pipe2(O_CLOEXEC | O_NONBLOCK);
  }

  /** An empty pipe. */
  static take(): Pipe {
    return Pipe.#kept.pop() ?? new Pipe();
  }

  /** Gives the pipe up. */
  release(): void {
    //#region 11.4 silent
    // TODO 11.4: keep the pipe for the next answer (#kept, at most KEPT), or close both ends.
    //   - bytes of a client that has gone may still be in it: such a pipe must not be used again
    //#endregion
  }
}
