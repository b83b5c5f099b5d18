import type { Lesson } from '../course/lesson.ts';
import { earned, possible } from '../grading/result.ts';
import { inParallel } from '../host/in-parallel.ts';
import { Stop } from '../host/stop.ts';
import { reasonText } from '../report/failure-text.ts';
import type { Cage } from './cage.ts';
import { gradeLesson } from './grade-submission.ts';
import { type Plan, planOf, referenceOf } from './plan.ts';
import type { LessonGrade } from './submission-report.ts';

/**
 * Grades the reference of each lesson in the cage, `jobs` at a time, and returns what there is to earn. Stops at less than full
 * points: then a grade of anybody else would say something about this machine.
 */
export async function prove(lessons: readonly Lesson[], cage: Cage, jobs: number): Promise<Plan> {
  const plan = await planOf(lessons, cage);
  await inParallel(lessons, jobs, async (lesson, slot) => {
    const graded = await gradeLesson(referenceOf(lesson), lesson, plan, { cage, slot });
    const problem = problemOf(graded);
    if (problem !== null)
      throw new Stop(
        `Nothing was graded, because the reference of lesson ${lesson.id} fails in the cage "${cage}": ${problem}`,
      );
  });
  return plan;
}

/** Why a reference has not earned all points. */
function problemOf({ error, tests }: LessonGrade): string | null {
  const lost = tests.find(({ status }) => status !== 'passed');
  if (lost === undefined) return null;
  return error ?? `${earned(tests)} of ${possible(tests)} points, "${lost.title}": ${reasonText(lost)}`;
}
