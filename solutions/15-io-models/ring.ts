/** An io_uring: two queues in memory that this program shares with the kernel. */
import {
  close,
  type Fd,
  IORING_CQE_F_MORE,
  IORING_ENTER_GETEVENTS,
  IORING_OFF_SQ_RING,
  IORING_OFF_SQES,
  type IoUring,
  type IoUringOptions,
  ioUringEnter,
  ioUringSetup,
  isSystemError,
  MAP_SHARED,
  type Mapping,
  mmap,
  munmap,
  PROT_READ,
  PROT_WRITE,
} from '#sys';
import { COMPLETION_BYTES, COMPLETION_WORDS, ENTRY_BYTES, ENTRY_WORDS, Entry, WORD } from './entry.ts';

/** Called for each completion: the two halves of its user data, the result (negative: an errno), and IORING_CQE_F_… */
export type Done = (tag: number, fd: Fd, res: number, flags: number) => void;

/** No time is lost in these: the next call goes on. */
const AGAIN = ['EINTR', 'EAGAIN', 'EBUSY'] as const;

/** Maps a region of the ring, which the kernel maps as well. */
const share = (fd: Fd, length: number, offset: number): Mapping =>
  mmap(length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, offset);

/** Owns the descriptor of the ring, and its two mappings. */
export class Ring {
  readonly fd: Fd;
  /** Operations that have not had their last completion. */
  underWay = 0;
  readonly #ring: IoUring;
  readonly #rings: Mapping;
  readonly #entries: Mapping;
  /** Both rings, and the entries, as words. */
  readonly #words: Int32Array;
  readonly #sqes: Int32Array;
  readonly #entry: Entry;
  /** The tail of the submission queue, as far as entries are prepared; the kernel learns of it in `submit`. */
  #tail = 0;
  #prepared = 0;

  constructor(entries: number, options: IoUringOptions = {}) {
    //#region 15.5
    // TODO 15.5: make the ring (this.#ring, this.fd), and share its two regions with the kernel.
    //   - one region has both rings: the longer of sqOff.array + 4 * sqEntries bytes and
    //     cqOff.cqes + COMPLETION_BYTES * cqEntries; the other the sqEntries of ENTRY_BYTES
    //   man: io_uring_setup(2), io_uring(7)
    this.#ring = ioUringSetup(entries, options);
    const { fd, sqEntries, cqEntries, sqOff, cqOff } = this.#ring;
    this.fd = fd;
    const length = Math.max(sqOff.array + 4 * sqEntries, cqOff.cqes + COMPLETION_BYTES * cqEntries);
    this.#rings = share(fd, length, IORING_OFF_SQ_RING);
    this.#entries = share(fd, ENTRY_BYTES * sqEntries, IORING_OFF_SQES);
    //#endregion
    this.#words = new Int32Array(this.#rings.bytes.buffer, 0, this.#rings.length >> 2);
    this.#sqes = new Int32Array(this.#entries.bytes.buffer);
    this.#entry = new Entry(this.#sqes);
    this.#number();
  }

  /** The submission queue is an array of the numbers of entries, so that they could be submitted in any order. Here it never changes. */
  #number(): void {
    const { sqEntries, sqOff } = this.#ring;
    for (let i = 0; i < sqEntries; i++) this.#words[(sqOff.array >> 2) + i] = i;
  }

  /** Prepares an operation on `fd`. It begins with the next `submit`, and its completions carry `tag` and `fd`. */
  prepare(opcode: number, fd: Fd, tag: number, address = 0, length = 0): Entry {
    //#region 15.5
    // TODO 15.5: fill the entry at the tail: opcode, fd, address, length, user data (WORD).
    //   - set all words: the entry still has the fields of the operation that it held before
    //   - the tail only grows; its place is its lower bits (ring mask)
    //   - submit first when all entries are in use
    //   man: io_uring_enter(2)
    if (this.#prepared === this.#ring.sqEntries) this.submit(0);
    const at = (this.#tail & (this.#ring.sqEntries - 1)) * ENTRY_WORDS;
    const sqes = this.#sqes;
    sqes.fill(0, at, at + ENTRY_WORDS);
    sqes[at + WORD.opcode] = opcode;
    sqes[at + WORD.fd] = fd;
    sqes[at + WORD.addr] = address | 0;
    sqes[at + WORD.addr + 1] = (address / 2 ** 32) | 0;
    sqes[at + WORD.len] = length;
    sqes[at + WORD.userData] = tag;
    sqes[at + WORD.userData + 1] = fd;
    this.#tail = (this.#tail + 1) | 0;
    this.#prepared++;
    this.underWay++;
    this.#entry.at = at;
    return this.#entry;
    //#endregion
  }

  /** Gives the prepared entries to the kernel, and sleeps until there are `wait` completions. */
  submit(wait: number): void {
    //#region 15.5
    // TODO 15.5: publish the tail, then enter the kernel with the number of prepared entries.
    //   - store it with Atomics.store: entries first, then the tail that announces them
    //   - the kernel may take fewer: the others stay prepared
    //   - EINTR, EBUSY and EAGAIN (AGAIN): return, the caller takes completions and comes back
    //   man: io_uring_enter(2)
    Atomics.store(this.#words, this.#ring.sqOff.tail >> 2, this.#tail);
    try {
      this.#prepared -= ioUringEnter(this.fd, this.#prepared, wait, IORING_ENTER_GETEVENTS);
    } catch (error) {
      if (!AGAIN.some((code) => isSystemError(error, code))) throw error;
    }
    //#endregion
  }

  /** Takes all completions that are there. */
  take(done: Done): void {
    const { head: headAt, tail: tailAt, cqes } = this.#ring.cqOff;
    const words = this.#words;
    //#region 15.5
    // TODO 15.5: call `done` for each completion from the head to the tail, then publish the head.
    //   - Atomics.load for the tail, and Atomics.store for the head when its completions have been read
    //   - an operation with IORING_CQE_F_MORE goes on: count it out (underWay) at its last completion
    //   man: io_uring(7)
    let head = words[headAt >> 2] as number;
    for (const tail = Atomics.load(words, tailAt >> 2); head !== tail; head = (head + 1) | 0) {
      const at = (cqes >> 2) + (head & (this.#ring.cqEntries - 1)) * COMPLETION_WORDS;
      const flags = words[at + 3] as number;
      if ((flags & IORING_CQE_F_MORE) === 0) this.underWay--;
      done(words[at] as number, words[at + 1] as number, words[at + 2] as number, flags);
    }
    Atomics.store(words, headAt >> 2, head);
    //#endregion
  }

  close(): void {
    munmap(this.#rings);
    munmap(this.#entries);
    close(this.fd);
  }
}
