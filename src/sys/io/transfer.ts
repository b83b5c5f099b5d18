import { addressOf, bind } from '../core/ffi.ts';
import { tracing } from '../core/trace.ts';

/** Longer buffers are not held on to, and what their bytes cost hides what is saved here. */
const LONGEST = 1 << 20;

/** The form of `recv` or `send` that takes an address in the place of a buffer, which koffi is faster with. */
export const bindAddressed = (
  prototype: string,
): ((fd: number, address: number, length: number, flags: number) => number) =>
  bind(prototype.replace(/(const )?void \*buf/, 'uintptr_t buf'));

/**
 * The memory that a call was made with last. A server uses the same again and again: from the second time in a row on its address is
 * known. That stays true: the memory of an ArrayBuffer never moves, it is kept alive here, and a buffer whose memory has been taken
 * away has length 0. A call has one of its own, and names both of its forms itself: V8 compiles a call only where it always goes to
 * the same function.
 */
export class Reused {
  #last: Uint8Array | null = null;
  #address = 0;
  /** A trace shows the bytes. */
  readonly #never = tracing();

  /** 0 when these bytes are new, or too many. */
  addressOf(bytes: Uint8Array): number {
    if (bytes === this.#last) {
      if (this.#address === 0) this.#address = Number(addressOf(bytes));
      return this.#address;
    }
    this.#last = bytes.length > LONGEST || this.#never ? null : bytes;
    this.#address = 0;
    return 0;
  }
}
