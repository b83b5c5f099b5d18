import { addressOf, bind } from '../core/ffi.ts';
import { tracing } from '../core/trace.ts';

/** Longer buffers are not kept alive: copying their bytes costs far more than the look-up that is saved here. */
const LONGEST = 1 << 20;

/** The form of `recv` or `send` that takes an address instead of a buffer, because koffi is faster with it. */
export const bindAddressed = (
  prototype: string,
): ((fd: number, address: number, length: number, flags: number) => number) =>
  bind(prototype.replace(/(const )?void \*buf/, 'uintptr_t buf'));

/**
 * Caches the address of a call's last buffer, because a server uses the same buffer again and again. The address is looked up
 * at the second use in a row and stays valid: the memory of an ArrayBuffer never moves, it is kept alive here, and a detached
 * buffer has length 0. Each call has its own cache and names both of its forms itself: V8 optimizes a call site only while
 * it always calls the same function.
 */
export class Reused {
  #last: Uint8Array | null = null;
  #address = 0;
  /** Under a trace there is no caching, because the trace needs the bytes. */
  readonly #never = tracing();

  /** The address; 0 when the buffer is new or too long. */
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
