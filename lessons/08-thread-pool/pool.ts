/** The factory: it starts the threads and gives each its data. */
import { todo } from '#program';
import { startThread, type Thread } from '#sys';
import type { QueueShare } from './queue.ts';
import type { ServingShare } from './serving.ts';

/** The data that all threads of the pool get: shared memory and settings. */
export interface PoolData {
  readonly queue: QueueShare;
  readonly serving: ServingShare;
  readonly directory: string;
  readonly patience: number;
}

/** The data of one thread: those of all threads, and its own number, from 0 on. */
export interface ThreadData extends PoolData {
  readonly index: number;
}

/** Starts `count` threads that run worker.ts. */
export function startThreads(count: number, data: PoolData): Thread[] {
  const entry = new URL('./worker.ts', import.meta.url);
  //#region 08.3
  // TODO 08.3: start `count` threads, each with an index of its own, and return them.
  //   man: pthread_create(3), here startThread(entry, data)
  todo('08.3', 'start `count` threads, each with an index of its own, and return them');
  //#endregion
}
