/** All time-outs of all connections, on one timer of the loop. */
import type { EventLoop, Timer } from '#reactor';
import type { Phase } from './owner.ts';

/** Milliseconds for each phase; a phase without a limit is not in it. */
export type Limits = Readonly<Partial<Record<Phase, number>>>;

/** Says when the time of a connection's phase begins anew. */
export class Renewals {
  #phase: Phase | null = null;
  /** The requests that were complete at the last call. */
  #requests = 0;

  /** Called after each event, with the phase now, and with the number of requests that have been complete. */
  renewed(phase: Phase, requests: number): boolean {
    let renewed = phase !== this.#phase;
    //#region 12.7 silent
    // TODO 12.7: the phase is renewed as well when it is that of another request, and while sending.
    //   - a client that takes bytes, however slowly, is not cut off. A byte of a head or of a body
    //     renews nothing: with a byte now and then, the client would never come to its end
    //#endregion
    this.#phase = phase;
    this.#requests = requests;
    return renewed;
  }
}

/** A queue for each phase: all its entries wait equally long, so the order in which they came is the order in which they expire. */
export class Deadlines<T> {
  readonly #loop: EventLoop;
  readonly #limits: Limits;
  readonly #expired: (item: T, phase: Phase) => void;
  /** For each phase its items, with the time when each expires. A Map keeps the order of insertion. */
  readonly #queues = new Map<Phase, Map<T, number>>();
  readonly #phases = new Map<T, Phase>();
  #timer: Timer | null = null;

  constructor(loop: EventLoop, limits: Limits, expired: (item: T, phase: Phase) => void) {
    this.#loop = loop;
    this.#limits = limits;
    this.#expired = expired;
  }

  /** The item enters a phase, or begins it anew: its time starts now. */
  enter(item: T, phase: Phase): void {
    //#region 12.7 silent
    // TODO 12.7: take the item out of its queue, and put it at the end of that of its phase.
    //   - phases without a limit have no queue
    //   - the timer: set it when none is set, or when it would come too late
    //#endregion
  }

  /** The item has gone. */
  clear(item: T): void {
    //#region 12.7 silent
    // TODO 12.7: take the item out of its queue.
    //#endregion
  }

  /** Makes sure that the timer expires at `due` or earlier. */
  #arm(due: number): void {
    //#region 12.7 silent
    // TODO 12.7: keep one timer, at the earliest time asked for; cancel the one that is too late.
    //#endregion
  }

  #expire(): void {
    //#region 12.7 silent
    // TODO 12.7: report each item whose time has come, and set the timer for the next one.
    //   - only the first of a queue need be looked at: later ones expire later
    //   - the report may take items out, and put them into other queues
    //#endregion
  }
}
