/** The pool of connections: slots in shared memory. The loop alone changes them; workers look. */
import type { Fd } from '#sys';

/** Words at the beginning: the first free slot, or NONE. */
const FREE = 0;
const SLOTS = 1;
/** Words of one slot: its descriptor, or -1; its sequence number; its state; the next free slot, or NONE. */
const FD = 0;
const SEQUENCE = 1;
const STATE = 2;
const NEXT = 3;
const WORDS = 4;
const NONE = -1;

/** States of a slot, in the order in which it has them. */
const UNUSED = 0;
const USED = 1;
const RESTING = 2;

/** One owner of one slot: the next owner of the same slot has another sequence number. */
export interface Ticket {
  readonly slot: number;
  readonly sequence: number;
}

export class SlotPool {
  readonly #words: Int32Array;
  readonly size: number;

  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory);
    this.size = (this.#words.length - SLOTS) / WORDS;
  }

  /** A pool of unused slots: each is in the free list. */
  static create(size: number): SlotPool {
    const words = new Int32Array(new SharedArrayBuffer(4 * (SLOTS + size * WORDS)));
    words[FREE] = size === 0 ? NONE : 0;
    for (let slot = 0; slot < size; slot++)
      words.set([-1, 0, UNUSED, slot + 1 < size ? slot + 1 : NONE], SLOTS + slot * WORDS);
    return new SlotPool(words.buffer);
  }

  get memory(): SharedArrayBuffer {
    return this.#words.buffer as SharedArrayBuffer;
  }

  #word(slot: number, word: number): number {
    return Atomics.load(this.#words, SLOTS + slot * WORDS + word);
  }

  #set(slot: number, word: number, value: number): void {
    Atomics.store(this.#words, SLOTS + slot * WORDS + word, value);
  }

  /** The descriptor of a slot; -1 while nobody owns it. */
  fdOf(slot: number): Fd {
    return this.#word(slot, FD);
  }

  stateOf(slot: number): 'unused' | 'used' | 'resting' {
    return (['unused', 'used', 'resting'] as const)[this.#word(slot, STATE)] ?? 'unused';
  }

  /** Takes a slot for a connection; null when none is free. */
  take(fd: Fd): Ticket | null {
    //#region 13.3
    // TODO 13.3: take the first slot out of the free list, and mark it as USED, with its descriptor.
    //   - an empty list is no error: the pool is full
    const slot = Atomics.load(this.#words, FREE);
    if (slot === NONE) return null;
    Atomics.store(this.#words, FREE, this.#word(slot, NEXT));
    this.#set(slot, NEXT, NONE);
    this.#set(slot, FD, fd);
    this.#set(slot, STATE, USED);
    return { slot, sequence: this.#word(slot, SEQUENCE) };
    //#endregion
  }

  /** Whether the connection still has its slot. Any thread may ask; the answer may be old when it arrives. */
  isCurrent({ slot, sequence }: Ticket): boolean {
    //#region 13.3
    // TODO 13.3: compare the sequence number of the slot with that of the ticket.
    return this.#word(slot, SEQUENCE) === sequence;
    //#endregion
  }

  /** The connection has gone: its slot rests. False when it has gone before. */
  retire(ticket: Ticket): boolean {
    //#region 13.3
    // TODO 13.3: if the ticket is current: a new sequence number, no descriptor, RESTING.
    //   - from now on every ticket of this owner is stale: do not wait for the next owner
    //   - two of reader, sender and heartbeat may see the same end: the second one changes nothing
    if (!this.isCurrent(ticket)) return false;
    Atomics.add(this.#words, SLOTS + ticket.slot * WORDS + SEQUENCE, 1);
    this.#set(ticket.slot, FD, -1);
    this.#set(ticket.slot, STATE, RESTING);
    return true;
    //#endregion
  }

  /** The slot has rested: it may have a new owner. */
  recycle(slot: number): void {
    //#region 13.3
    // TODO 13.3: put a RESTING slot into the free list, as UNUSED.
    //   - twice in the list, it would have two owners: do nothing in another state
    if (this.#word(slot, STATE) !== RESTING) return;
    this.#set(slot, STATE, UNUSED);
    this.#set(slot, NEXT, Atomics.load(this.#words, FREE));
    Atomics.store(this.#words, FREE, slot);
    //#endregion
  }
}
