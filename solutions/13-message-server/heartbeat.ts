/** Finds clients that have been silent for too long: all their deadlines on one timer of the loop. */
import type { EventLoop, Timer } from '#reactor';
import type { SlotPool, Ticket } from './slot-pool.ts';

/** What it asks of the server. */
export interface Watcher {
  readonly loop: EventLoop;
  readonly pool: SlotPool;
  /** Reads what has arrived from a client: packets may wait while this process was stopped or busy. */
  look(ticket: Ticket): void;
  /** The client has been silent for too long. */
  silent(ticket: Ticket): void;
}

/** All wait equally long, so the order in which they were heard of is the order in which they expire. */
export class Heartbeat {
  readonly #watcher: Watcher;
  readonly #limit: number;
  /** When each client expires. A Map keeps the order of insertion. */
  readonly #due = new Map<Ticket, number>();
  #timer: Timer | null = null;

  /** A client is silent after twice its interval and the margin, in milliseconds. An interval of 0: never. */
  constructor(watcher: Watcher, interval: number, margin: number) {
    this.#watcher = watcher;
    this.#limit = interval === 0 ? 0 : 2 * interval + margin;
  }

  /** The client lives: its time begins anew. */
  alive(ticket: Ticket): void {
    //#region 13.7 silent
    // TODO 13.7: put the ticket at the end of #due, and make sure that the timer is set.
    //   - a Map keeps the place of a key that it has: delete it first
    //   - performance.now(), because a clock that somebody sets is no clock for intervals
    if (this.#limit === 0) return;
    this.#due.delete(ticket);
    this.#due.set(ticket, performance.now() + this.#limit);
    this.#timer ??= this.#watcher.loop.runAfter(this.#limit, () => this.#expire());
    //#endregion
  }

  /** The first deadline has come, unless its client was heard of meanwhile. */
  #expire(): void {
    //#region 13.7 silent
    // TODO 13.7: report each client whose time is over, and set the timer for the first of the others.
    //   - #due may have tickets of clients that have gone: forget these
    //   - `look` first: this process may have been stopped, and the packets of the client wait in its socket
    //   - `look` may call `alive`: keep #timer until you know the next one, or there will be two
    const now = performance.now();
    for (const [ticket, due] of this.#due) {
      if (due > now) {
        this.#timer = this.#watcher.loop.runAfter(due - now, () => this.#expire());
        return;
      }
      if (this.#watcher.pool.isCurrent(ticket)) this.#watcher.look(ticket);
      if (this.#due.get(ticket) !== due) continue;
      this.#due.delete(ticket);
      if (this.#watcher.pool.isCurrent(ticket)) this.#watcher.silent(ticket);
    }
    this.#timer = null;
    //#endregion
  }
}
