/** A thread that takes jobs and prints each one. Nothing to do in this file. */
import { writeAll } from '#program';
import { eventfdRead, type Fd, gettid } from '#sys';
import { JobQueue, type QueueShare } from './queue.ts';

export default function takeJobs({ queue: share, gate }: { queue: QueueShare; gate: Fd }): number {
  const queue = JobQueue.from(share);
  const say = (text: string): void => writeAll(1, Buffer.from(`thread ${gettid()} ${text}\n`));
  say('starts');
  for (let job = queue.take(); job !== null; job = queue.take()) {
    say(`takes ${job}`);
    if (gate >= 0) eventfdRead(gate);
  }
  say('leaves');
  return 0;
}
