/** A worker: it computes, and touches no connection. */
import { compute } from './interest.ts';
import { JobQueue, type JobsShare } from './job-queue.ts';
import { type QueueShare, TaskQueue } from './task-queue.ts';
import { ANSWER } from './tasks.ts';

export interface WorkerData {
  readonly jobs: JobsShare;
  /** The queues of the loops, by index. */
  readonly loops: readonly QueueShare[];
  readonly gates: SharedArrayBuffer | null;
}

export default function work({ jobs: share, loops, gates }: WorkerData): number {
  const jobs = JobQueue.from(share);
  const queues = loops.map((loop) => TaskQueue.from(loop));
  //#region 10.4 silent
  // TODO 10.4: take jobs until there are none (null), compute each, and post the answer.
  //   - the answer is the job with kind ANSWER and another text: compute(job.text, gates)
  //   - it goes to the loop that the job is from: only that thread may write to the connection
  for (let job = jobs.take(); job !== null; job = jobs.take())
    queues[job.from]?.post({ ...job, kind: ANSWER, text: compute(job.text, gates) });
  //#endregion
  return 0;
}
