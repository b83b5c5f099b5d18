/** The body of an answer that stays in its file: the kernel sends it. */
import { close, type Fd, sendfile } from '#sys';

/** Bytes in one turn; then other connections have theirs. */
const TURN = 1 << 20;

/** Owns the descriptor of the file. */
export class FileBody {
  readonly #fd: Fd;
  readonly #size: number;
  #offset = 0;

  constructor(fd: Fd, size: number) {
    this.#fd = fd;
    this.#size = size;
  }

  /**
   * Sends as many bytes as the socket takes in this turn. Returns `sent` when all are sent, `more` when not, and `short` when the file
   * has become shorter than its head has promised.
   */
  send(socket: Fd): 'sent' | 'more' | 'short' {
    //#region 12.6
    // TODO 12.6: sendfile from #offset on, until #size, no room (null), or TURN bytes.
    //   - a call may send less than asked for; 0 is the end of a file that has shrunk
    //   - a file that has grown: no byte more than promised, the next answer begins there
    //   man: sendfile(2)
    const turn = Math.min(this.#size, this.#offset + TURN);
    while (this.#offset < turn) {
      const n = sendfile(socket, this.#fd, this.#offset, turn - this.#offset);
      if (n === null) return 'more';
      if (n === 0) return 'short';
      this.#offset += n;
    }
    return this.#offset === this.#size ? 'sent' : 'more';
    //#endregion
  }

  close(): void {
    close(this.#fd);
  }
}
