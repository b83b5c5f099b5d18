/** The loop threads, as the main thread sees them: their queues, and an end. */
import { type Accepted, startThread, type Thread } from '#sys';
import type { LoopData, LoopShare } from './loop-thread.ts';
import { type QueueShare, TaskQueue } from './task-queue.ts';
import { ADOPT, FINISH, QUIT, task } from './tasks.ts';

const CAPACITY = 256;

export class LoopPool {
  readonly #queues: readonly TaskQueue[];
  readonly #threads: readonly Thread[];
  #ready = 0;
  #next = 0;

  /** Starts `count` threads that run loop-thread.ts. */
  constructor(count: number, share: LoopShare) {
    const entry = new URL('./loop-thread.ts', import.meta.url);
    this.#queues = Array.from({ length: count }, () => TaskQueue.create(CAPACITY));
    //#region 10.2
    // TODO 10.2: start a thread for each queue, with `share`, its index and its queue, and keep them.
    //   man: pthread_create(3), here startThread(entry, data)
    this.#threads = this.#queues.map((queue, index) =>
      startThread(entry, { ...share, index, queue: queue.share() } satisfies LoopData),
    );
    //#endregion
  }

  /** What other threads need to post to the loops, in the order of their indices. */
  share(): QueueShare[] {
    return this.#queues.map((queue) => queue.share());
  }

  /** Called for each READY. Returns whether all loops run now. */
  countReady(): boolean {
    //#region 10.2
    // TODO 10.2: count the loop in #ready, and return whether it was the last one.
    this.#ready++;
    return this.#ready === this.#threads.length;
    //#endregion
  }

  /** Gives a connection away. From now on only its loop reads, writes and closes it. */
  handOver({ fd, peer }: Accepted): void {
    const port = 'port' in peer ? peer.port : 0;
    //#region 10.3
    // TODO 10.3: post ADOPT to the queue whose turn it is, round robin; `number` is the port.
    this.#queues[this.#next]?.post(task(ADOPT, { fd, number: port }));
    this.#next = (this.#next + 1) % this.#queues.length;
    //#endregion
  }

  /** Lets each loop send what is pending, within `grace` milliseconds, and end. */
  finish(grace: number): void {
    for (const queue of this.#queues) queue.post(task(FINISH, { number: grace }));
  }

  quit(): void {
    for (const queue of this.#queues) queue.post(task(QUIT));
  }

  /** Waits until all threads have ended. Returns their statuses. */
  join(): number[] {
    //#region 10.2
    // TODO 10.2: join every thread, and return their statuses.
    //   man: pthread_join(3)
    return this.#threads.map((thread) => thread.join());
    //#endregion
  }
}
