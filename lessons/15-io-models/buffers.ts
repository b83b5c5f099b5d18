/** Provided buffers: a ring of empty buffers, from which the kernel takes one when bytes arrive, and not before. */
import { todo } from '#program';
import {
  type Fd,
  IORING_REGISTER_PBUF_RING,
  ioUringRegister,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  type Mapping,
  mappedAddress,
  mmap,
  PROT_READ,
  PROT_WRITE,
} from '#sys';

export const BUFFER_BYTES = 2048;
export const GROUP = 1;
/** struct io_uring_buf: address (two words), length, number of the buffer. */
const BUF_WORDS = 4;
/** The tail of the ring stands in the last two bytes of its first entry. */
const TAIL = 7;
/** So many more buffers are given to the kernel when it has none. */
const STEP = 256;

const memory = (length: number): Mapping => mmap(length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);

/** The buffers of all connections. Memory that was never used costs nothing, so most of them are kept back until they are needed. */
export class Buffers {
  /** Buffers in the ring, as far as completions tell. */
  free = 0;
  readonly #words: Int32Array;
  readonly #halves: Uint16Array;
  readonly #address: number;
  readonly #mask: number;
  readonly #most: number;
  #tail = 0;
  #used = 0;

  /** Registers a ring with `most` buffers at most. */
  constructor(ring: Fd, most: number) {
    const entries = 2 ** Math.ceil(Math.log2(most));
    const mapping = memory(4 * BUF_WORDS * entries);
    this.#words = new Int32Array(mapping.bytes.buffer);
    this.#halves = new Uint16Array(mapping.bytes.buffer);
    this.#address = mappedAddress(memory(most * BUFFER_BYTES), 0, most * BUFFER_BYTES);
    this.#mask = entries - 1;
    this.#most = most;
    ioUringRegister(ring, IORING_REGISTER_PBUF_RING, { ring: mapping, entries, bgid: GROUP });
    this.grow();
  }

  addressOf(buffer: number): number {
    return this.#address + buffer * BUFFER_BYTES;
  }

  /** Gives the kernel buffers that have not been used yet. False when there are none left: only those that come back. */
  grow(): boolean {
    const end = Math.min(this.#most, this.#used + STEP);
    const grows = end > this.#used;
    while (this.#used < end) this.give(this.#used++);
    return grows;
  }

  /** Gives a buffer to the kernel. */
  give(buffer: number): void {
    //#region 15.6
    // TODO 15.6: fill the entry at the tail with the buffer's address, BUFFER_BYTES and its number.
    //   - then publish the new tail: 16 bits, with Atomics.store, in #halves[TAIL]
    //   - the tail lies in the first entry: write what belongs to a buffer, and no more
    //   man: io_uring_register(2) "IORING_REGISTER_PBUF_RING"
    todo('15.6', 'fill the entry at the tail with the buffer\'s address, BUFFER_BYTES and its number');
    //#endregion
  }
}
