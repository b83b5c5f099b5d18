/** Which connection each thread is serving: a table in shared memory, so that the main thread can tell them to come to an end. */
import { todo } from '#program';
import { type Fd, isSystemError, Mutex, SHUT_RD, shutdown } from '#sys';

export interface ServingShare {
  readonly words: SharedArrayBuffer;
  readonly mutex: SharedArrayBuffer;
}

const STOPPED = 0;
const CONNS = 1;
const NONE = -1;

export class Serving {
  readonly #share: ServingShare;
  readonly #words: Int32Array;
  readonly #mutex: Mutex;

  private constructor(share: ServingShare) {
    this.#share = share;
    this.#words = new Int32Array(share.words);
    this.#mutex = Mutex.from(share.mutex);
  }

  static create(threads: number): Serving {
    const words = new SharedArrayBuffer(4 * (CONNS + threads));
    new Int32Array(words).fill(NONE, CONNS);
    return new Serving({ words, mutex: Mutex.create().share() });
  }

  static from(share: ServingShare): Serving {
    return new Serving(share);
  }

  share(): ServingShare {
    return this.#share;
  }

  /** Thread number `index` serves this connection from now on. */
  begin(index: number, conn: Fd): void {
    //#region 08.6 silent
    // TODO 08.6: under the mutex, note the connection at CONNS + index; when STOPPED is 1 already, end its requests (`endRequests`).
    //#endregion
  }

  /** It does so no more. To be called before the connection is closed: its number may come again. */
  end(index: number): void {
    //#region 08.6 silent
    // TODO 08.6: under the mutex, put NONE at CONNS + index.
    //#endregion
  }

  /** Every client that is being served has no more requests from now on, and neither have those that come. */
  stop(): void {
    //#region 08.6
    // TODO 08.6: under the mutex, set STOPPED and end the requests of every connection that is in the table.
    todo('08.6', 'under the mutex, set STOPPED and end the requests of every connection that is in the table');
    //#endregion
  }
}

/** The thread that sleeps in recv wakes up: after what has arrived already it finds the end. What it sends is not touched. */
function endRequests(conn: Fd): void {
  try {
    //#region 08.6
    // TODO 08.6: shut the connection down for reading. Closing it here would wake nobody, and its number would be somebody else's soon.
    //   man: shutdown(2)
    todo('08.6', 'shut the connection down for reading');
    //#endregion
  } catch (error) {
    if (!isSystemError(error, 'ENOTCONN')) throw error; // the client has reset it
  }
}
