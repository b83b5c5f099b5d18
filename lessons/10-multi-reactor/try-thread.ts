/** A thread that posts numbered tasks, as fast as it can. Nothing to do in this file. */
import { type QueueShare, TaskQueue } from './task-queue.ts';
import { JOB, task } from './tasks.ts';

export default function postTasks({ queue, from, count }: { queue: QueueShare; from: number; count: number }): number {
  const tasks = TaskQueue.from(queue);
  for (let number = 1; number <= count; number++) tasks.post(task(JOB, { from, number, text: `${from}:${number}` }));
  return 0;
}
