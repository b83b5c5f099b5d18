/**
 * The train: an engine of 4 bytes with the length of the car, and the car, at most 1,000 bytes.
 * A byte stream has no borders: from the engines both sides know where a message ends.
 */
import { Failure } from '#program';
import { type Fd, recv, retryOnEintr, write } from '#sys';

export const ENGINE_BYTES = 4;
export const MAX_CAR = 1000;

/** The peer breaks the protocol, is silent for too long, or ends the stream too early. */
export class TrainError extends Failure {
  override readonly name = 'TrainError';
}

/** Puts one train into `target` at position `at`. Returns the position behind the train. A car may be empty. */
export function putTrain(target: Buffer, at: number, car: Uint8Array): number {
  //#region 06.1
  // TODO 06.1: put the length of the car (4 bytes, network order) at `at`, and the car behind it.
  //   - return the position behind the train
  //   man: byteorder(3), and in Node: Buffer.writeUInt32BE, Buffer.set
  target.writeUInt32BE(car.length, at);
  target.set(car, at + ENGINE_BYTES);
  return at + ENGINE_BYTES + car.length;
  //#endregion
}

/** Sends the first `length` bytes of `bytes`, in as many calls of write as the kernel needs. */
export function sendBytes(conn: Fd, bytes: Uint8Array, length: number): void {
  //#region 06.1
  // TODO 06.1: write until `length` bytes are written.
  //   - null: the peer took nothing until the time-out (SO_SNDTIMEO); throw a TrainError
  //   - with a time-out set, stopping and continuing the process gives EINTR: use retryOnEintr
  //   man: write(2), socket(7) "SO_SNDTIMEO", signal(7)
  for (let done = 0; done < length; ) {
    const n = retryOnEintr(() => write(conn, bytes.subarray(done), length - done));
    if (n === null) throw new TrainError('the peer takes nothing any more');
    done += n;
  }
  //#endregion
}

const train = Buffer.alloc(ENGINE_BYTES + MAX_CAR);

/** Sends one train. */
export function sendTrain(conn: Fd, car: Uint8Array): void {
  sendBytes(conn, train, putTrain(train, 0, car));
}

/** Receives trains from one connection. Keeps the received bytes of later trains; does not own the descriptor. */
export class TrainReceiver {
  readonly #conn: Fd;
  readonly #bytes = Buffer.alloc(65_536);
  #begin = 0;
  #end = 0;

  constructor(conn: Fd) {
    this.#conn = conn;
  }

  /**
   * Receives until at least `length` bytes are in #bytes, from #begin to #end; `length` is at most that of a full
   * train. Returns how many of the `length` bytes are there: fewer only when the stream has ended.
   */
  recvCycle(length: number): number {
    if (this.#end - this.#begin < length) this.#makeRoom();
    //#region 06.2
    // TODO 06.2: receive behind #end until `length` bytes are there from #begin on.
    //   - one recv may bring a part of them, or many more. 0: the stream has ended, stop
    //   - null: nothing came until the time-out; throw a TrainError. EINTR: use retryOnEintr
    //   man: recv(2), socket(7) "SO_RCVTIMEO", signal(7)
    while (this.#end - this.#begin < length) {
      const n = retryOnEintr(() => recv(this.#conn, this.#bytes.subarray(this.#end)));
      if (n === null) throw new TrainError('the peer says nothing any more');
      if (n === 0) break;
      this.#end += n;
    }
    //#endregion
    return Math.min(this.#end - this.#begin, length);
  }

  /** Moves the kept bytes to the front of the buffer: they are less than a train, and recv gets all the room behind. */
  #makeRoom(): void {
    this.#bytes.copyWithin(0, this.#begin, this.#end);
    this.#end -= this.#begin;
    this.#begin = 0;
  }

  /** The car of the next train, valid until the next call; null when the stream ended between two trains. */
  recvTrain(): Buffer | null {
    //#region 06.2
    // TODO 06.2: receive the engine, which is at #begin then, and call its number `length`.
    //   - the stream ended before it: return null. Inside it: throw a TrainError
    //   man: recv(2), and in Node: Buffer.readUInt32BE
    const engine = this.recvCycle(ENGINE_BYTES);
    if (engine === 0) return null;
    if (engine < ENGINE_BYTES) throw new TrainError(`the stream ended after ${engine} bytes of an engine`);
    const length = this.#bytes.readUInt32BE(this.#begin);
    //#endregion
    //#region 06.6 silent
    // TODO 06.6: throw a TrainError when `length` is more than MAX_CAR.
    //   - an engine may lie, so do not wait for that many bytes
    if (length > MAX_CAR)
      throw new TrainError(`an engine announces ${length} bytes, and no car has more than ${MAX_CAR}`);
    //#endregion
    //#region 06.2
    // TODO 06.2: receive the car, and return the part of #bytes that is the car.
    //   - the stream ends inside it: throw a TrainError
    //   - move #begin behind the train
    const train = this.recvCycle(ENGINE_BYTES + length);
    const car = train - ENGINE_BYTES;
    if (car < length) throw new TrainError(`the stream ended after ${car} of ${length} bytes of a car`);
    this.#begin += train;
    return this.#bytes.subarray(this.#begin - length, this.#begin);
    //#endregion
  }
}
