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

/** A timer that has been set; pass it to `cancel`. */
export interface Timer {
  readonly task: () => void;
  readonly every: number;
  due: number;
}

/** Owns the timerfd, which is readable when the earliest timer is due. */
export class Timers {
  readonly fd: Fd = timerfdCreate(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  /** Sorted: the earliest is the last. A server has few timers. */
  readonly #timers: Timer[] = [];

  /** Calls `task` in `ms` milliseconds, and then every `every` milliseconds unless `every` is 0. */
  add(ms: number, every: number, task: () => void): Timer {
    const timer = { task, every, due: performance.now() + ms };
    this.#insert(timer);
    this.#arm();
    return timer;
  }

  cancel(timer: Timer): void {
    const at = this.#timers.indexOf(timer);
    if (at >= 0) this.#timers.splice(at, 1);
    this.#arm();
  }

  /** Called when the timerfd is readable: runs all timers that are due. */
  expire(): void {
    //#region 09.4
    // TODO 09.4: run each timer that is due; the earliest is the last of #timers.
    //   - read the timerfd, or it stays readable for ever
    //   - a timer with `every` is inserted again, due that much later
    //   - then #arm the timerfd for the next timer
    //   man: timerfd_create(2)
    todo('09.4', 'run each timer that is due');
    //#endregion
  }

  #insert(timer: Timer): void {
    let at = this.#timers.length;
    while (at > 0 && (this.#timers[at - 1] as Timer).due < timer.due) at--;
    this.#timers.splice(at, 0, timer);
  }

  /** Arms the timerfd for the earliest timer; 0 disarms it. */
  #arm(): void {
    const next = this.#timers.at(-1);
    const ms = next === undefined ? 0 : Math.max(0.001, next.due - performance.now());
    timerfdSettime(this.fd, { value: BigInt(Math.ceil(ms * 1e6)) });
  }

  close(): void {
    close(this.fd);
  }
}
