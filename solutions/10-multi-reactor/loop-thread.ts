/** A thread with a loop of its own. Everything that it shares with others is in its data. */
import { EventLoop } from '#reactor';
import type { BankShare } from './bank.ts';
import type { JobsShare } from './job-queue.ts';
import { Owner } from './owner.ts';
import { type QueueShare, TaskQueue } from './task-queue.ts';
import { READY, task } from './tasks.ts';

/** The data of all loop threads. */
export interface LoopShare {
  /** The queue of the main thread. */
  readonly inbox: QueueShare;
  readonly jobs: JobsShare;
  readonly bank: BankShare;
  /** Milliseconds after which a silent connection is closed; 0 never. */
  readonly idle: number;
}

/** The data of one: those of all, its index, and its queue. */
export interface LoopData extends LoopShare {
  readonly index: number;
  readonly queue: QueueShare;
}

/** Runs until the owner of the connections quits the loop. Returns the status for `join`. */
export default function runLoop(data: LoopData): number {
  //#region 10.2
  // TODO 10.2: make an EventLoop and an Owner, attach the queue, report READY, and run the loop.
  //   - the queue exists before the thread: tasks, a QUIT among them, may be in it already
  //   - READY goes to data.inbox, `from` the index, when everything is in place
  //   - at the end remove the channel and close the loop
  const loop = new EventLoop();
  const owner = new Owner(loop, data);
  const channel = TaskQueue.from(data.queue).attach(loop, (each) => owner.handle(each));
  TaskQueue.from(data.inbox).post(task(READY, { from: data.index }));
  loop.run();
  channel.remove();
  loop.close();
  //#endregion
  return 0;
}
