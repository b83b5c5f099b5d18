import type { Lesson } from '../course/lesson.ts';
import { proofDir } from '../course/registry.ts';
import type { PlannedTest } from '../grading/result.ts';
import { runnerArgs } from '../grading/runner/runner-args.ts';
import { Stop } from '../host/stop.ts';
import type { Cage } from './cage.ts';
import { madeForAll, runIn, staged } from './caged-run.ts';
import { type Submission, takeLesson } from './submissions.ts';

/** The planned tests of each lesson. */
export type Plan = ReadonlyMap<Lesson, readonly PlannedTest[]>;

export const referenceOf = (lesson: Lesson): Submission => ({
  name: 'reference',
  lessons: null,
  files: proofDir(lesson),
});

/** Asks the tests what there is to earn: they are collected in the cage, and none of them runs. */
export function planOf(lessons: readonly Lesson[], cage: Cage): Promise<Plan> {
  const place = { cage, slot: 0 };
  return staged(place, async (folder) => {
    for (const lesson of lessons) madeForAll(() => takeLesson(referenceOf(lesson), lesson, folder));
    const order = { titles: [] };
    const { received, how } = await runIn(place, { args: runnerArgs(lessons), lessons: folder, order });
    const plannedFor = ({ id }: Lesson): PlannedTest[] => received.planned.filter((test) => test.lesson === id);
    const plan = new Map(lessons.map((lesson) => [lesson, plannedFor(lesson)]));
    if ([...plan.values()].some((tests) => tests.length === 0)) throw new Stop(`${UNUSABLE} (${how})`);
    return plan;
  });
}

const UNUSABLE =
  'The graded tests cannot be read in a cage here, so nothing was graded. Where root grades, a cage runs as another user: Node and the files of the lab must be readable for everybody (chmod -R go+rX).';
