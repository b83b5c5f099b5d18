// Made from solutions/09-reactor by npm run skeletons: changes belong there.
/** All timers of a loop, on one timerfd. */
import {
  CLOCK_MONOTONIC,
  close,
  type Fd,
  TFD_CLOEXEC,
  TFD_NONBLOCK,
  timerfdCreate,
  timerfdRead,
  timerfdSettime,
} from '#sys';
import { type Timer, TimerHeap } from './timer-heap.ts';

/** Owns the timerfd, which is readable when the earliest timer is due. */
export class Timers {
  readonly fd: Fd = timerfdCreate(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  readonly #heap = new TimerHeap();

  /** Calls `task` in `ms` milliseconds, and then every `every` milliseconds unless `every` is 0. */
  add(ms: number, every: number, task: () => void): Timer {
    const timer = { task, every, due: performance.now() + ms, at: -1, order: 0 };
    this.#heap.add(timer);
    if (timer === this.#heap.earliest) this.#arm();
    return timer;
  }

  cancel(timer: Timer): void {
    const wasEarliest = timer === this.#heap.earliest;
    this.#heap.remove(timer);
    if (wasEarliest) this.#arm();
  }

  /** Called when the timerfd is readable: runs all timers that are due. */
  expire(): void {
    timerfdRead(this.fd);
    const now = performance.now();
    for (let timer = this.#heap.earliest; timer !== undefined && timer.due <= now; timer = this.#heap.earliest) {
      this.#heap.remove(timer);
      if (timer.every > 0) {
        timer.due = Math.max(timer.due + timer.every, now);
        this.#heap.add(timer);
      }
      timer.task();
      if (timer.every > 0 && timer.due <= now) break; // slower than its own period: the loop goes on
    }
    this.#arm();
  }

  /** Arms the timerfd for the earliest timer; 0 disarms it. */
  #arm(): void {
    const next = this.#heap.earliest;
    const ms = next === undefined ? 0 : Math.max(0.001, next.due - performance.now());
    timerfdSettime(this.fd, { value: BigInt(Math.ceil(ms * 1e6)) });
  }

  close(): void {
    close(this.fd);
  }
}
