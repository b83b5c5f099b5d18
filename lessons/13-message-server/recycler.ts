/** Slots of clients that have gone rest for a while before somebody else gets them. */
import { todo } from '#program';
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
    todo('13.8', 'put the slot at the end of #resting, with the time when it is due, and set the timer if none is set');
    //#endregion
  }

  #recycle(): void {
    //#region 13.8 silent
    // TODO 13.8: recycle the slots that are due, and set the timer for the first of the others.
    //#endregion
  }
}
