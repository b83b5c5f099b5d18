/** A table in shared memory: the connection that each thread serves, so that the main thread can end their requests. */
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

  /** Read without the mutex: it only becomes 1, and a thread that looks too early looks again after the next answer. */
  get stopped(): boolean {
    return Atomics.load(this.#words, STOPPED) === 1;
  }

  /** Records that thread number `index` serves this connection. */
  begin(index: number, conn: Fd): void {
    //#region 08.6 silent
    // TODO 08.6: enter the connection at CONNS + index, under the mutex.
    //   - STOPPED may be 1 already: then call endRequests for it at once
    this.#mutex.with(() => {
      this.#words[CONNS + index] = conn;
      if (this.#words[STOPPED] === 1) endRequests(conn);
    });
    //#endregion
  }

  /** Removes the entry of thread `index`. Call it before the connection is closed: its number may be reused at once. */
  end(index: number): void {
    //#region 08.6 silent
    // TODO 08.6: put NONE at CONNS + index, under the mutex.
    this.#mutex.with(() => {
      this.#words[CONNS + index] = NONE;
    });
    //#endregion
  }

  /** Ends the requests of all clients that are being served, and of those that are entered later. */
  stop(): void {
    //#region 08.6
    // TODO 08.6: under the mutex, set STOPPED and call endRequests for each connection.
    this.#mutex.with(() => {
      this.#words[STOPPED] = 1;
      for (const conn of this.#words.subarray(CONNS)) if (conn !== NONE) endRequests(conn);
    });
    //#endregion
  }
}

/**
 * Wakes a thread that sleeps in recv: it reads the data that has arrived, then the end. Its writes go on. Data that arrives
 * later is delivered all the same, so a thread must also look at `stopped`.
 */
function endRequests(conn: Fd): void {
  try {
    //#region 08.6
    // TODO 08.6: shut the connection down for reading.
    //   - do not close it here: that wakes no thread, and the number may be reused for another file
    //   man: shutdown(2)
    shutdown(conn, SHUT_RD);
    //#endregion
  } catch (error) {
    if (!isSystemError(error, 'ENOTCONN')) throw error; // the client has reset it
  }
}
