/** Slots of clients that have gone rest for a while before somebody else gets them. */
import type { EventLoop, Timer } from '#reactor';
import type { SlotPool } from './slot-pool.ts';

export class Recycler {
  readonly #loop: EventLoop;
  readonly #pool: SlotPool;
  readonly #rest: number;
  /** All rest equally long: the first one is the first to be recycled. */
  readonly #resting: { readonly slot: number; readonly due: number }[] = [];
  #timer: Timer | null = null;

  /** Slots rest for `rest` milliseconds. */
  constructor(loop: EventLoop, pool: SlotPool, rest: number) {
    this.#loop = loop;
    this.#pool = pool;
    this.#rest = rest;
  }

  get resting(): number {
    return this.#resting.length;
  }

  /** The client of a slot has gone. */
  rest(slot: number): void {
    //#region 13.8
    // TODO 13.8: put the slot at the end of #resting, with the time when it is due, and set the timer if none is set.
    this.#resting.push({ slot, due: performance.now() + this.#rest });
    this.#timer ??= this.#loop.runAfter(this.#rest, () => this.#recycle());
    //#endregion
  }

  #recycle(): void {
    //#region 13.8 silent
    // TODO 13.8: recycle the slots that are due, and set the timer for the first of the others.
    const now = performance.now();
    this.#timer = null;
    const first = this.#resting.findIndex(({ due }) => due > now);
    const ready = this.#resting.splice(0, first < 0 ? this.#resting.length : first);
    for (const { slot } of ready) this.#pool.recycle(slot);
    const [next] = this.#resting;
    if (next !== undefined) this.#timer = this.#loop.runAfter(next.due - now, () => this.#recycle());
    //#endregion
  }
}
