import { referenceFiles } from '../course/files/targets.ts';
import type { Lesson } from '../course/lesson.ts';
import type { GradingWorker } from '../grading/grading-worker.ts';
import type { Mutant } from './mutant.ts';
import type { Verdict } from './verdicts.ts';

/** Grades a mutant until a test fails: those of its step first, then those of later steps. */
export async function judgeMutant(worker: GradingWorker, lesson: Lesson, mutant: Mutant): Promise<Verdict> {
  const files = referenceFiles(lesson).map((right) => (right.file === mutant.file ? mutant : right));
  const order = { from: mutant.step };
  const { tests, error } = await worker.grade(lesson, files, { order, untilFailure: true });
  const failed = tests.find(({ status }) => status === 'failed');
  if (failed !== undefined) return { kind: 'killed', by: failed.title };
  return error === undefined ? { kind: 'survived' } : { kind: 'error', why: error };
}
