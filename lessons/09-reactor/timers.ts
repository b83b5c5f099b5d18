/** All timers of a loop, on one timerfd. */
import { todo } from '#program';
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
    //#region 09.4
    // TODO 09.4: take each timer that is due out of the heap (#heap.earliest is the next), and run it.
    //   - read the timerfd, or it stays readable for ever
    //   - a timer with `every` is added again, due that much later
    //   - then #arm the timerfd for the next timer
    //   man: timerfd_create(2)
    todo('09.4', 'take each timer that is due out of the heap (#heap.earliest is the next), and run it');
    //#endregion
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
