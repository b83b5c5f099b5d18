/** Bytes that come and go: appended behind, consumed in front, in one piece of memory. */
import { todo } from '#program';

const EMPTY: Buffer = Buffer.alloc(0);
const SMALLEST = 256;
/** What an empty buffer may keep. Ten thousand quiet connections shall cost little. */
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
  /** The last view of kept memory: the next message is often as long as the one before. */
  #view = EMPTY;
  #viewBegin = 0;
  #viewOf = EMPTY;

  /** `kept`: how much memory it may keep when it is empty. */
  constructor(kept = KEPT) {
    this.#kept = kept;
  }

  /** How many bytes are readable. */
  get length(): number {
    return this.#end - this.#begin;
  }

  get capacity(): number {
    return this.#bytes.length;
  }

  /** The readable bytes: a view, good until the buffer is changed. */
  get bytes(): Buffer {
    if (this.#bytes.length > this.#kept) return this.#bytes.subarray(this.#begin, this.#end);
    if (this.#view.length !== this.length || this.#viewBegin !== this.#begin || this.#viewOf !== this.#bytes) {
      this.#view = this.#bytes.subarray(this.#begin, this.#end);
      this.#viewBegin = this.#begin;
      this.#viewOf = this.#bytes;
    }
    return this.#view;
  }

  /** Room for `count` bytes behind the readable ones, or more: a view to write into. Tell `filled` what you used. */
  space(count: number): Buffer {
    this.#makeRoom(count);
    return this.#end === 0 ? this.#bytes : this.#bytes.subarray(this.#end);
  }

  /** `count` bytes of the space have been written. */
  filled(count: number): void {
    this.#end += count;
  }

  append(bytes: Uint8Array): void {
    //#region 09.1
    // TODO 09.1: put the bytes behind the readable ones. `space` finds the room.
    todo('09.1', 'put the bytes behind the readable ones');
    //#endregion
  }

  /** The first `count` readable bytes are done with. */
  consume(count: number): void {
    //#region 09.1
    // TODO 09.1: move #begin. When nothing is readable any more start again at 0, and give up memory of more than #kept bytes:
    //   the largest moment of a connection must not be what it costs for ever.
    todo('09.1', 'move #begin. When nothing is readable any more start again at 0, and give up memory of more than #kept bytes: the largest moment of a connection must not be what it costs for ever');
    //#endregion
  }

  /** Makes `count` bytes free behind the readable ones. */
  #makeRoom(count: number): void {
    //#region 09.1
    // TODO 09.1: nothing to do when there is room behind #end. Otherwise move the readable bytes to the front if that is
    //   enough; if not, take new memory, at least twice as much, and copy them there.
    //   In Node: Buffer.copyWithin, Buffer.copy, Buffer.allocUnsafe
    todo('09.1', 'nothing to do when there is room behind #end');
    //#endregion
  }
}
