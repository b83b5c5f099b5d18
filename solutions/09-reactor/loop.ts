/** The event loop: waits, calls, and does what was put off. One for each thread. */
import { close, EFD_CLOEXEC, EFD_NONBLOCK, eventfd, eventfdRead, eventfdWrite, sigaction } from '#sys';
import { Channel } from './channel.ts';
import { Poller } from './poller.ts';
import { type Timer, Timers } from './timers.ts';

export class EventLoop {
  readonly poller = new Poller();
  readonly #wakeFd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  readonly #wakeChannel = new Channel(this.poller, this.#wakeFd);
  readonly #timers = new Timers();
  readonly #timerChannel = new Channel(this.poller, this.#timers.fd);
  #tasks: (() => void)[] = [];
  #running = false;
  #quitting = false;
  /** How often the kernel has woken the loop. */
  wakeups = 0;

  /** The time of this round, in milliseconds: the clock is read once a round, not once a message. */
  get now(): number {
    return this.poller.wokenAt;
  }

  constructor() {
    this.#wakeChannel.onReadable = () => void eventfdRead(this.#wakeFd);
    this.#wakeChannel.read(true);
    this.#timerChannel.onReadable = () => this.#timers.expire();
    this.#timerChannel.read(true);
  }

  /** Runs until `quit`. */
  run(): void {
    //#region 09.4
    // TODO 09.4: until quit: poll, for ever when there is nothing to do and not at all when tasks wait; then do the tasks. A poll that
    //   brought something is one more of `wakeups`.
    this.#running = true;
    while (!this.#quitting) {
      if (this.poller.poll(this.#tasks.length > 0 ? 0 : -1) > 0) this.wakeups++;
      this.#runTasks();
    }
    this.#running = false;
    //#endregion
  }

  /** Ends `run` after the events and tasks of this round. */
  quit(): void {
    //#region 09.4
    // TODO 09.4: say so to `run`, which may sleep in poll: wake it.
    this.#quitting = true;
    this.#wake();
    //#endregion
  }

  /** Does it at once when the loop runs, or as soon as it does. */
  runInLoop(task: () => void): void {
    if (this.#running) task();
    else this.queueInLoop(task);
  }

  /** Does it after the events of this round; wakes the loop if it sleeps. For signal handlers, and for what must not be done now. */
  queueInLoop(task: () => void): void {
    //#region 09.4
    // TODO 09.4: keep the task, and wake the loop.
    this.#tasks.push(task);
    this.#wake();
    //#endregion
  }

  #runTasks(): void {
    //#region 09.4
    // TODO 09.4: do the tasks that are there now. Those that they add wait for the next round, or events would starve.
    if (this.#tasks.length === 0) return;
    const tasks = this.#tasks;
    this.#tasks = [];
    for (const task of tasks) task();
    //#endregion
  }

  #wake(): void {
    //#region 09.4
    // TODO 09.4: make #wakeFd readable: poll returns.
    //   man: eventfd(2)
    eventfdWrite(this.#wakeFd);
    //#endregion
  }

  runAfter(ms: number, task: () => void): Timer {
    return this.#timers.add(ms, 0, task);
  }

  runEvery(ms: number, task: () => void): Timer {
    return this.#timers.add(ms, ms, task);
  }

  cancel(timer: Timer): void {
    this.#timers.cancel(timer);
  }

  /** Calls `task` in the loop when the signal has come. The handler itself only queues and wakes. */
  onSignal(signum: number, task: () => void): void {
    sigaction(signum, { handler: () => this.queueInLoop(task) });
  }

  close(): void {
    this.#timerChannel.remove();
    this.#wakeChannel.remove();
    this.#timers.close();
    close(this.#wakeFd);
    this.poller.close();
  }
}
