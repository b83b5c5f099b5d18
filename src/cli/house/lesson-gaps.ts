import { planOf } from '../../class/plan.ts';
import { gapsOf } from '../../course/checks/gaps.ts';
import { lessons } from '../../course/registry.ts';
import { worth } from '../../grading/result.ts';

const FULL = 100;

/** What lessons that are not complete lack. Only their points are counted here: the tests of all lessons take a while to load. */
export async function lessonGaps(): Promise<string[]> {
  const gaps = await Promise.all(lessons.map(async (lesson) => ({ lesson, lacks: await gapsOf(lesson) })));
  const unfinished = gaps.filter(({ lacks }) => lacks.length > 0);
  if (unfinished.length === 0) return [];
  const plan = await planOf(
    unfinished.map(({ lesson }) => lesson),
    'none',
  );
  return unfinished.flatMap(({ lesson, lacks }) => {
    const points = worth(plan.get(lesson) ?? []);
    return points === FULL
      ? lacks
      : [...lacks, `lesson ${lesson.id}: its graded tests give ${points} points, not ${FULL}`];
  });
}
