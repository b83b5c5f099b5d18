/** A queue of bytes in one piece of memory: appended at the end, consumed at the beginning. */
import { todo } from '#program';

const EMPTY: Buffer = Buffer.alloc(0);
const SMALLEST = 256;
/** Memory that an empty buffer may keep: ten thousand idle connections must cost little. */
const KEPT = 4096;

/**
 *     0 ≤ begin ≤ end ≤ capacity
 *     consumed   [begin, end) readable   free
 */
export class ByteBuffer {
  readonly #kept: number;
  #bytes: Buffer = EMPTY;
  #begin = 0;
  #end = 0;
  /** The last view of kept memory, used again because the next message is often as long as the last one. */
  #view = EMPTY;
  #viewBegin = 0;
  #viewOf = EMPTY;

  /** `kept`: the memory that it may keep when it is empty, in bytes. */
  constructor(kept = KEPT) {
    this.#kept = kept;
  }

  /** The number of readable bytes. */
  get length(): number {
    return this.#end - this.#begin;
  }

  get capacity(): number {
    return this.#bytes.length;
  }

  /** The readable bytes: a view, valid until the buffer is changed. */
  get bytes(): Buffer {
    if (this.#bytes.length > this.#kept) return this.#bytes.subarray(this.#begin, this.#end);
    if (this.#view.length !== this.length || this.#viewBegin !== this.#begin || this.#viewOf !== this.#bytes) {
      this.#view = this.#bytes.subarray(this.#begin, this.#end);
      this.#viewBegin = this.#begin;
      this.#viewOf = this.#bytes;
    }
    return this.#view;
  }

  /** A view to write into: room for at least `count` bytes behind the readable ones. Then call `filled`. */
  space(count: number): Buffer {
    this.#makeRoom(count);
    return this.#end === 0 ? this.#bytes : this.#bytes.subarray(this.#end);
  }

  /** Makes the first `count` bytes of the space readable. */
  filled(count: number): void {
    this.#end += count;
  }

  append(bytes: Uint8Array): void {
    //#region 09.1
    // TODO 09.1: copy the bytes behind the readable ones; `space` makes the room.
    todo('09.1', 'copy the bytes behind the readable ones');
    //#endregion
  }

  /** Removes the first `count` readable bytes. */
  consume(count: number): void {
    //#region 09.1
    // TODO 09.1: move #begin past the first `count` bytes.
    //   - when the buffer is empty, start again at 0
    //   - then also drop memory of more than #kept bytes: a burst must not cost memory for ever
    todo('09.1', 'move #begin past the first `count` bytes');
    //#endregion
  }

  /** Makes `count` bytes free behind the readable ones. */
  #makeRoom(count: number): void {
    //#region 09.1
    // TODO 09.1: make sure that `count` bytes fit behind #end.
    //   - move the readable bytes to the front (copyWithin) if that makes enough room, and only if
    //     they are at most #begin many: the consumed bytes pay for the move
    //   - otherwise copy them into new memory, at least twice as large (Buffer.allocUnsafeSlow)
    todo('09.1', 'make sure that `count` bytes fit behind #end');
    //#endregion
  }
}
