/** MSG_ZEROCOPY: the kernel sends out of our memory, and says afterwards when that is ours again. */
import {
  cmsgSpace,
  decodeExtendedErrors,
  type Fd,
  isSystemError,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  type Mapping,
  MSG_ERRQUEUE,
  MSG_NOSIGNAL,
  MSG_ZEROCOPY,
  mmap,
  munmap,
  PROT_READ,
  PROT_WRITE,
  pread,
  recvmsg,
  SO_EE_ORIGIN_ZEROCOPY,
  SO_ZEROCOPY,
  SOL_SOCKET,
  send,
  setsockopt,
} from '#sys';
import { type Part, Shrunk, TURN, type Way } from './ways.ts';

const SLOTS = 4;
const SLOT_BYTES = 65_536;
const ROOM = cmsgSpace(44);

/** A piece of our memory that is sent: bytes [begin, end) have not been taken. */
interface Slot {
  readonly bytes: Uint8Array;
  begin: number;
  end: number;
  /** Sends out of it whose completion has not come: until then the kernel reads this memory. */
  readonly pending: Set<number>;
}

export class ZeroCopy implements Way {
  readonly #conn: Fd;
  readonly #memory: Mapping;
  readonly #slots: readonly Slot[];
  /** The slot whose bytes go next. */
  #current: Slot | null = null;
  /** The number of the next send with MSG_ZEROCOPY. The kernel counts for each socket, from 0, in 32 bits. */
  #next = 0;

  constructor(conn: Fd) {
    this.#conn = conn;
    setsockopt(conn, SOL_SOCKET, SO_ZEROCOPY, true);
    // The kernel goes on reading it after send has returned: it must be memory that nobody moves or frees.
    this.#memory = mmap(SLOTS * SLOT_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);
    const { bytes } = this.#memory;
    this.#slots = Array.from({ length: SLOTS }, (_, i) => ({
      bytes: bytes.subarray(i * SLOT_BYTES, (i + 1) * SLOT_BYTES),
      begin: 0,
      end: 0,
      pending: new Set<number>(),
    }));
  }

  /** See `Way`: nothing can be sent, however much room the socket has. */
  get starved(): boolean {
    return this.#isStarved();
  }

  #isStarved(): boolean {
    //#region 11.6
    // TODO 11.6: return whether all slots are the kernel's, and none has bytes for the next send.
    //   - a slot with bytes that were not taken is #current; it waits for room
    return this.#current === null && this.#free() === undefined;
    //#endregion
  }

  #free(): Slot | undefined {
    return this.#slots.find(({ pending }) => pending.size === 0);
  }

  sendSome(part: Part): void {
    const end = part.sent + TURN;
    while (part.sent < Math.min(end, part.size)) {
      this.#current ??= this.#fill(part);
      if (this.#current === null || !this.#send(this.#current, part)) return;
    }
  }

  /** Reads the next piece of the file into a free slot. Returns null when there is none. */
  #fill(part: Part): Slot | null {
    //#region 11.6
    // TODO 11.6: read from offset part.sent into a slot that is #free, and set its begin and end.
    //   - at most the rest of the announced size; no bytes: throw a Shrunk
    //   - a slot is free when the kernel has completed all sends out of it, not when send has returned
    //   man: pread(2)
    const slot = this.#free();
    if (slot === undefined) return null;
    const n = pread(part.file, slot.bytes, part.sent, Math.min(SLOT_BYTES, part.size - part.sent));
    if (!n) throw new Shrunk();
    slot.begin = 0;
    slot.end = n;
    return slot;
    //#endregion
  }

  /** Sends bytes [begin, end) of the slot. Returns false when the socket has no room. */
  #send(slot: Slot, part: Part): boolean {
    const n = this.#sendOnce(slot, slot.bytes.subarray(slot.begin, slot.end));
    if (n === null) return false;
    part.sent += n;
    slot.begin += n;
    if (slot.begin === slot.end) this.#current = null;
    return true;
  }

  #sendOnce({ pending }: Slot, bytes: Uint8Array): number | null {
    try {
      //#region 11.6
      // TODO 11.6: send `bytes` with MSG_ZEROCOPY, and return the result.
      //   - when the socket has taken some, this send has the number #next: add it to `pending`
      //   - #next counts such sends, in 32 bits without a sign (>>> 0)
      //   man: send(2); in the kernel's documentation networking/msg_zerocopy
      const n = send(this.#conn, bytes, MSG_NOSIGNAL | MSG_ZEROCOPY);
      if (n !== null) {
        pending.add(this.#next);
        this.#next = (this.#next + 1) >>> 0;
      }
      return n;
      //#endregion
    } catch (error) {
      //#region 11.6
      // TODO 11.6: after ENOBUFS (too much locked memory) send without MSG_ZEROCOPY.
      //   - such a send is a copy: it has no number and no completion
      //   - throw every other error again
      if (!isSystemError(error, 'ENOBUFS')) throw error;
      return send(this.#conn, bytes, MSG_NOSIGNAL);
      //#endregion
    }
  }

  /** Takes all completions from the error queue: epoll reports EPOLLERR until it is empty. */
  takeCompletions(): void {
    //#region 11.6
    // TODO 11.6: receive from the error queue (MSG_ERRQUEUE, ROOM) until it is empty (null).
    //   - an entry of SO_EE_ORIGIN_ZEROCOPY completes the sends `info` to `data`, both included
    //   - such an entry is no error: the connection goes on
    //   man: recv(2) "MSG_ERRQUEUE"; decodeExtendedErrors(message.control) in #sys
    for (;;) {
      const message = recvmsg(this.#conn, [], ROOM, MSG_ERRQUEUE);
      if (message === null) return;
      for (const { origin, info, data } of decodeExtendedErrors(message.control))
        if (origin === SO_EE_ORIGIN_ZEROCOPY) this.#complete(info, data);
    }
    //#endregion
  }

  #complete(first: number, last: number): void {
    const count = ((last - first) >>> 0) + 1;
    for (const { pending } of this.#slots)
      for (const number of pending) if ((number - first) >>> 0 < count) pending.delete(number);
  }

  /** A connection may be reused for another answer; bytes of a cut answer are not sent. */
  finish(): void {
    this.#current = null;
  }

  /** The kernel keeps the pages of sends under way, although our addresses for them are gone. */
  close(): void {
    munmap(this.#memory);
  }
}
