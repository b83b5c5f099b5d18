/** A timer of the ring. Nothing to do in this file. */
import { IORING_OP_TIMEOUT, MAP_ANONYMOUS, MAP_PRIVATE, mappedAddress, mmap, PROT_READ, PROT_WRITE } from '#sys';

/** The part of a ring that a timer needs. */
interface Prepares {
  prepare(opcode: number, fd: number, tag: number, address: number, length: number): unknown;
}

/** struct timespec: seconds and nanoseconds. */
const TIMESPEC_BYTES = 16;

export class Timer {
  readonly #ring: Prepares;
  readonly #tag: number;
  readonly #timespec: BigInt64Array;
  readonly #address: number;

  /** Its completions carry `tag`, and the result -ETIME. */
  constructor(ring: Prepares, tag: number) {
    this.#ring = ring;
    this.#tag = tag;
    const memory = mmap(TIMESPEC_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);
    this.#timespec = new BigInt64Array(memory.bytes.buffer);
    this.#address = mappedAddress(memory, 0, TIMESPEC_BYTES);
  }

  start(milliseconds: number): void {
    const ms = Math.ceil(milliseconds);
    this.#timespec.set([BigInt(Math.floor(ms / 1000)), BigInt(ms % 1000) * 1_000_000n]);
    this.#ring.prepare(IORING_OP_TIMEOUT, -1, this.#tag, this.#address, 1);
  }
}
