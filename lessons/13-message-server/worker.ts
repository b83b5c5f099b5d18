/** A worker thread: it does jobs, and touches no connection. */
import { MessageQueue, type QueueShare } from './message-queue.ts';
import { SlotPool } from './slot-pool.ts';
import { compute } from './work.ts';

export interface WorkerData {
  readonly pool: SharedArrayBuffer;
  readonly jobs: QueueShare;
  readonly answers: QueueShare;
  readonly gates: SharedArrayBuffer | null;
}

export default function work({ pool: memory, jobs: forUs, answers: forLoop, gates }: WorkerData): number {
  const pool = new SlotPool(memory);
  const [jobs, answers] = [new MessageQueue(forUs), new MessageQueue(forLoop)];
  //#region 13.5 silent
  // TODO 13.5: take jobs until there are none (null), compute(body, gates), and put the answer into `answers`.
  //   - a client that has gone while its job waited needs no answer: skip the job
  //   - the answer has the slot and the sequence number of the job
  //#endregion
  return 0;
}
