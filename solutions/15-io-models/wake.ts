/** SIGTERM and SIGINT as completions of the ring. */
import {
  close,
  EFD_CLOEXEC,
  eventfd,
  eventfdWrite,
  IORING_OP_READ,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  mappedAddress,
  mmap,
  PROT_READ,
  PROT_WRITE,
  SIGINT,
  SIGTERM,
  sigaction,
} from '#sys';
import type { Ring } from './ring.ts';

const COUNTER_BYTES = 8;

/** Owns an eventfd, which the handlers write to and the ring reads from. */
export class Wake {
  readonly #ring: Ring;
  readonly #tag: number;
  readonly #fd = eventfd(0, EFD_CLOEXEC);
  readonly #memory = mmap(COUNTER_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);

  constructor(ring: Ring, tag: number) {
    this.#ring = ring;
    this.#tag = tag;
    //#region 15.7 silent
    // TODO 15.7: install a handler for SIGTERM and SIGINT that writes 1 to the eventfd, and no more.
    //   man: sigaction(2), eventfd(2)
    for (const signum of [SIGTERM, SIGINT]) sigaction(signum, { handler: () => eventfdWrite(this.#fd, 1n) });
    //#endregion
  }

  /** Starts to read the eventfd; the completion carries `tag`. */
  arm(): void {
    //#region 15.7 silent
    // TODO 15.7: prepare a read of the counter's 8 bytes into #memory.
    //   man: io_uring_enter(2) "IORING_OP_READ"
    const address = mappedAddress(this.#memory, 0, COUNTER_BYTES);
    this.#ring.prepare(IORING_OP_READ, this.#fd, this.#tag, address, COUNTER_BYTES);
    //#endregion
  }

  close(): void {
    close(this.#fd);
  }
}
