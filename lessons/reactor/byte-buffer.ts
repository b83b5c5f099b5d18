// Made from solutions/09-reactor by npm run skeletons: changes belong there.
/** A queue of bytes in one piece of memory: appended at the end, consumed at the beginning. */

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
    this.space(bytes.length).set(bytes);
    this.#end += bytes.length;
  }

  /** Removes the first `count` readable bytes. */
  consume(count: number): void {
    this.#begin += Math.min(count, this.length);
    if (this.#begin < this.#end) return;
    this.#begin = 0;
    this.#end = 0;
    if (this.#bytes.length > this.#kept) this.#bytes = EMPTY;
  }

  /** Makes `count` bytes free behind the readable ones. */
  #makeRoom(count: number): void {
    if (this.#bytes.length - this.#end >= count) return;
    const length = this.length;
    if (this.#bytes.length - length >= count && length <= this.#begin)
      this.#bytes.copyWithin(0, this.#begin, this.#end);
    else {
      const larger = Buffer.allocUnsafeSlow(Math.max(SMALLEST, 2 * this.#bytes.length, length + count));
      this.#bytes.copy(larger, 0, this.#begin, this.#end);
      this.#bytes = larger;
    }
    this.#begin = 0;
    this.#end = length;
  }
}
