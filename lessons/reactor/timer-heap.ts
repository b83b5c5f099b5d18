// Made from solutions/09-reactor by npm run skeletons: changes belong there.
/**
 * Timers in a binary heap: 16,000 of them are a tree of 14 levels, and adding or removing one moves it along one branch.
 * Nothing to do in this file.
 */

/** A timer that has been set; pass it to `cancel`. */
export interface Timer {
  readonly task: () => void;
  readonly every: number;
  /** When it is due, in milliseconds of performance.now(). */
  due: number;
  /** Kept by the heap: its index, -1 outside, and when it was added, as a count. */
  at: number;
  order: number;
}

const isBefore = (a: Timer, b: Timer): boolean => a.due < b.due || (a.due === b.due && a.order < b.order);

/** No timer is due before its parent: the parent of the timer at index i has index (i - 1) >> 1. */
export class TimerHeap {
  readonly #timers: Timer[] = [];
  #added = 0;

  /** The timer that is due first. Of timers that are due at the same time it is the one that was added first. */
  get earliest(): Timer | undefined {
    return this.#timers[0];
  }

  add(timer: Timer): void {
    timer.order = this.#added++;
    this.#rise(timer, this.#timers.length);
  }

  /** Does nothing if the timer is not in the heap. */
  remove(timer: Timer): void {
    const { at } = timer;
    if (at < 0) return;
    timer.at = -1;
    const last = this.#timers.pop();
    if (last === undefined || last === timer) return;
    const parent = this.#timers[(at - 1) >> 1];
    if (parent !== undefined && isBefore(last, parent)) this.#rise(last, at);
    else this.#sink(last, at);
  }

  /** Puts a timer at `at`, or nearer to the root. */
  #rise(timer: Timer, at: number): void {
    let free = at;
    for (let parent = this.#timers[(free - 1) >> 1]; parent !== undefined; parent = this.#timers[(free - 1) >> 1]) {
      if (!isBefore(timer, parent)) break;
      const next = parent.at;
      this.#put(parent, free);
      free = next;
    }
    this.#put(timer, free);
  }

  /** Puts a timer at `at`, or nearer to the leaves. */
  #sink(timer: Timer, at: number): void {
    let free = at;
    for (let child = this.#firstChild(free); child !== undefined; child = this.#firstChild(free)) {
      if (!isBefore(child, timer)) break;
      const next = child.at;
      this.#put(child, free);
      free = next;
    }
    this.#put(timer, free);
  }

  /** The child of the index `at` that is due first. */
  #firstChild(at: number): Timer | undefined {
    const left = this.#timers[2 * at + 1];
    const right = this.#timers[2 * at + 2];
    return left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
  }

  #put(timer: Timer, at: number): void {
    this.#timers[at] = timer;
    timer.at = at;
  }
}
