/**
 * The little train: an engine of 4 bytes, which says how long the car is, and the car, at most 1,000 bytes.
 * A byte stream has no borders; the engines are how both sides know where one message ends.
 */
import { Failure, todo } from '#program';
import { type Fd, recv, retryOnEintr, write } from '#sys';

export const ENGINE_BYTES = 4;
export const MAX_CAR = 1000;

/** What came, or did not come, from the peer is not a train. */
export class TrainError extends Failure {
  override readonly name = 'TrainError';
}

/** Puts one train into `target` from position `at` on. Returns the position behind it. A car may be empty. */
export function putTrain(target: Buffer, at: number, car: Uint8Array): number {
  //#region 06.1
  // TODO 06.1: put the length of the car, 4 bytes in network order, into `target` at `at`, and the car behind it.
  //   man: byteorder(3), and in Node: Buffer.writeUInt32BE, Buffer.set
  todo('06.1', 'put the length of the car, 4 bytes in network order, into `target` at `at`, and the car behind it');
  //#endregion
}

/** Sends the first `length` bytes, all of them, however few the kernel takes at a time. */
export function sendBytes(conn: Fd, bytes: Uint8Array, length: number): void {
  //#region 06.1
  // TODO 06.1: write until `length` bytes are written. `null` from write: the peer has taken nothing for as long as
  //   we are patient; throw a TrainError. With a time-out set a wait throws EINTR even when the process was only stopped and goes on: retryOnEintr.
  //   man: write(2), socket(7) "SO_SNDTIMEO", signal(7)
  todo('06.1', 'write until `length` bytes are written');
  //#endregion
}

const train = Buffer.alloc(ENGINE_BYTES + MAX_CAR);

/** Sends one train. */
export function sendTrain(conn: Fd, car: Uint8Array): void {
  sendBytes(conn, train, putTrain(train, 0, car));
}

/** Receives trains from one connection. Owns what has come and was not asked for yet; does not own the descriptor. */
export class TrainReceiver {
  readonly #conn: Fd;
  readonly #bytes = Buffer.alloc(65_536);
  #begin = 0;
  #end = 0;

  constructor(conn: Fd) {
    this.#conn = conn;
  }

  /**
   * Receives until `length` bytes of the stream stand in #bytes, from #begin to #end; `length` is at most that of a
   * full train. Returns how many of them there are: fewer only when the stream has ended.
   */
  recvCycle(length: number): number {
    if (this.#end - this.#begin < length) this.#makeRoom();
    //#region 06.2
    // TODO 06.2: receive behind #end until there are `length` bytes from #begin on, or until recv says end of stream (0).
    //   One recv brings what is there: a part of what you want, or much more. `null` from recv: nothing has come for as
    //   long as we are patient; throw a TrainError. EINTR is no end: retryOnEintr.
    //   man: recv(2), socket(7) "SO_RCVTIMEO", signal(7)
    todo('06.2', 'receive behind #end until there are `length` bytes from #begin on, or until recv says end of stream (0)');
    //#endregion
    return Math.min(this.#end - this.#begin, length);
  }

  /** Moves what is left to the front of the buffer: it is less than a train, and recv gets all the rest. */
  #makeRoom(): void {
    this.#bytes.copyWithin(0, this.#begin, this.#end);
    this.#end -= this.#begin;
    this.#begin = 0;
  }

  /** The car of the next train, good until the next call; null when the stream ended where a train would have begun. */
  recvTrain(): Buffer | null {
    //#region 06.2
    // TODO 06.2: receive the engine, which then stands at #begin. Return null when there is none any more, and throw a
    //   TrainError when the stream ends inside it. Call what it says `length`.
    //   man: recv(2), and in Node: Buffer.readUInt32BE
    todo('06.2', 'receive the engine, which then stands at #begin');
    //#endregion
    //#region 06.6 silent
    // TODO 06.6: an engine may lie. Throw a TrainError when `length` is more than MAX_CAR, before you wait for so many bytes.
    //#endregion
    //#region 06.2
    // TODO 06.2: receive the car, too, and throw a TrainError when the stream ends inside it. Move #begin behind the
    //   train, and return the part of #bytes that is the car.
    todo('06.2', 'receive the car, too, and throw a TrainError when the stream ends inside it');
    //#endregion
  }
}
