import { GradingWorker } from '../../grading/grading-worker.ts';
import { inParallel } from '../../host/in-parallel.ts';
import { WIDTH } from '../../host/width.ts';

/** Gives each task a worker that grades it, several tasks at a time. The workers end with the last task. */
export async function gradeEach<T>(
  tasks: readonly T[],
  grade: (worker: GradingWorker, task: T) => Promise<void>,
): Promise<void> {
  const workers = Array.from({ length: Math.min(WIDTH, tasks.length) }, () => new GradingWorker());
  const idle = [...workers];
  try {
    await inParallel(tasks, WIDTH, async (task) => {
      const worker = idle.pop() as GradingWorker;
      try {
        await grade(worker, task);
      } finally {
        idle.push(worker);
      }
    });
  } finally {
    for (const worker of workers) worker.end();
  }
}
