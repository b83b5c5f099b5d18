// Made from solutions/09-reactor by npm run skeletons: changes belong there.
/** The event loop: it waits, calls the callbacks, and runs queued tasks. One for each thread. */
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
    this.#running = true;
    while (!this.#quitting) {
      if (this.poller.poll(this.#tasks.length > 0 ? 0 : -1) > 0) this.wakeups++;
      this.#runTasks();
    }
    this.#runTasks();
    this.#quitting = false;
    this.#running = false;
  }

  /** Ends `run` after the events and tasks of this round; before `run`, makes it run the queued tasks and return. */
  quit(): void {
    this.#quitting = true;
    this.#wake();
  }

  /** Runs the task at once when the loop runs, otherwise in its first round. */
  runInLoop(task: () => void): void {
    if (this.#running) task();
    else this.queueInLoop(task);
  }

  /** Runs the task after the events of this round: for signal handlers, and for work that must not run in a callback. */
  queueInLoop(task: () => void): void {
    this.#tasks.push(task);
    this.#wake();
  }

  #runTasks(): void {
    if (this.#tasks.length === 0) return;
    const tasks = this.#tasks;
    this.#tasks = [];
    for (const task of tasks) task();
  }

  #wake(): void {
    eventfdWrite(this.#wakeFd);
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
