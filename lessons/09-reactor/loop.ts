/** The event loop: it waits, calls the callbacks, and runs queued tasks. One for each thread. */
import { todo } from '#program';
import { close, EFD_CLOEXEC, EFD_NONBLOCK, eventfd, eventfdRead, eventfdWrite, sigaction } from '#sys';
import { Channel } from './channel.ts';
import { Poller } from './poller.ts';
import type { Timer } from './timer-heap.ts';
import { Timers } from './timers.ts';

export class EventLoop {
  readonly poller = new Poller();
  readonly #wakeFd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  readonly #wakeChannel = new Channel(this.poller, this.#wakeFd);
  readonly #timers = new Timers();
  readonly #timerChannel = new Channel(this.poller, this.#timers.fd);
  #tasks: (() => void)[] = [];
  #running = false;
  #quitting = false;
  /** The number of polls that reported events. */
  wakeups = 0;

  /** The time of this round in milliseconds: the clock is read once a round, not once a message. */
  get now(): number {
    return this.poller.wokenAt;
  }

  constructor() {
    this.#wakeChannel.onReadable = () => void eventfdRead(this.#wakeFd);
    this.#wakeChannel.setReading(true);
    this.#timerChannel.onReadable = () => this.#timers.expire();
    this.#timerChannel.setReading(true);
  }

  /**
   * Runs until `quit`. A quit that came before is not lost: then `run` does not wait. Before it returns it runs the tasks that
   * are still queued; tasks that these add wait for the next `run`.
   */
  run(): void {
    //#region 09.4
    // TODO 09.4: poll and run the tasks, again and again, until quit; then the queued tasks once.
    //   - poll waits for ever (-1), but not at all (0) when tasks are queued
    //   - count a poll that reported events in `wakeups`
    //   - #running is true meanwhile: runInLoop looks at it
    //   - reset #quitting at the end, not at the beginning: quit may come before run
    todo('09.4', 'poll and run the tasks, again and again, until quit');
    //#endregion
  }

  /** Ends `run` after the events and tasks of this round; before `run`, makes it run the queued tasks and return. */
  quit(): void {
    //#region 09.4
    // TODO 09.4: set #quitting, and wake the loop, which may sleep in poll.
    todo('09.4', 'set #quitting, and wake the loop, which may sleep in poll');
    //#endregion
  }

  /** Runs the task at once when the loop runs, otherwise in its first round. */
  runInLoop(task: () => void): void {
    if (this.#running) task();
    else this.queueInLoop(task);
  }

  /** Runs the task after the events of this round: for signal handlers, and for work that must not run in a callback. */
  queueInLoop(task: () => void): void {
    //#region 09.4
    // TODO 09.4: add the task to #tasks, and wake the loop.
    todo('09.4', 'add the task to #tasks, and wake the loop');
    //#endregion
  }

  #runTasks(): void {
    //#region 09.4
    // TODO 09.4: run the tasks that are queued now.
    //   - tasks that these add wait for the next round, or events would starve
    todo('09.4', 'run the tasks that are queued now');
    //#endregion
  }

  #wake(): void {
    //#region 09.4
    // TODO 09.4: make #wakeFd readable, so that poll returns.
    //   man: eventfd(2)
    todo('09.4', 'make #wakeFd readable, so that poll returns');
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

  /** Runs `task` in the loop when the signal comes. The handler itself only queues the task and wakes the loop. */
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
