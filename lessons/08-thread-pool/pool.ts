/** The factory: makes the threads and tells each what it needs. */
import { todo } from '#program';
import { startThread, type Thread } from '#sys';
import type { QueueShare } from './queue.ts';
import type { ServingShare } from './serving.ts';

/** What every thread of the pool shares with the others, and with the main thread. */
export interface PoolData {
  readonly queue: QueueShare;
  readonly serving: ServingShare;
  readonly directory: string;
  readonly patience: number;
}

/** What one thread gets: the same, and its own number, from 0 on. */
export interface ThreadData extends PoolData {
  readonly index: number;
}

/** Starts `count` threads that run worker.ts. */
export function startThreads(count: number, data: PoolData): Thread[] {
  const entry = new URL('./worker.ts', import.meta.url);
  //#region 08.3
  // TODO 08.3: start the threads, each with a number of its own, and return them.
  //   startThread(entry, data) is pthread_create(3): the thread calls the default export of worker.ts with the data
  todo('08.3', 'start the threads, each with a number of its own, and return them');
  //#endregion
}
