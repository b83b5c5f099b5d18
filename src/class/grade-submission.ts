import type { Lesson } from '../course/lesson.ts';
import { isAsked, type PlannedTest, possible, worth } from '../grading/result.ts';
import { runnerArgs } from '../grading/runner/runner-args.ts';
import { type CagedRun, madeForAll, type Place, runIn, staged } from './caged-run.ts';
import { hintsUsed } from './hints-used.ts';
import type { Plan } from './plan.ts';
import { complete, type LessonGrade, notBegun } from './submission-report.ts';
import { type Submission, type Taken, takeLesson } from './submissions.ts';

/** One grading of a lesson; `run` is null where nothing was run. */
interface Attempt {
  readonly taken: Taken;
  readonly run: CagedRun | null;
}

/**
 * Grades one lesson of one submission in a cage of its own. A run that ends early for no known reason is made once more:
 * the machine may have killed it. If that ends early as well, the lesson is not graded.
 */
export async function gradeLesson(
  submission: Submission,
  lesson: Lesson,
  plan: Plan,
  place: Place,
): Promise<LessonGrade> {
  const all = plan.get(lesson) ?? [];
  const planned = all.filter(isAsked);
  const { problem } = submission;
  if (problem !== undefined) {
    const base = { lesson: lesson.id, title: lesson.title, points: possible(planned), untouched: false };
    return { ...base, tests: complete(planned, [], problem), notes: [problem], error: problem };
  }
  const attempt = (): Promise<Attempt> => attemptLesson(submission, lesson, place);
  const isWhole = ({ run }: Attempt): boolean =>
    run === null ||
    run.overrun !== null ||
    planned.every(({ title }) => run.received.results.some((r) => r.title === title));
  const first = await attempt();
  const { taken, run } = isWhole(first) ? first : await attempt();
  const { untouched } = taken;
  const notes = [...taken.notes, ...notAsked(all)];
  const base = {
    lesson: lesson.id,
    title: lesson.title,
    points: possible(planned),
    untouched,
    hints: hintsUsed(submission, lesson),
  };
  if (run === null) return { ...base, tests: notBegun(planned, 'the skeleton, unchanged'), notes };
  const { received, overrun } = run;
  if (isWhole({ taken, run })) {
    const tests = complete(planned, received.results, overrun ?? 'it was not run');
    return { ...base, tests, notes: overrun === null ? notes : [...notes, overrun] };
  }
  const error = `the test run ended early, twice: ${received.reports?.[0]?.error ?? run.how}`;
  return { ...base, tests: complete(planned, received.results, error), notes: [...notes, error], error };
}

/** What this machine cannot ask for, and why, a line for each reason. */
function notAsked(tests: readonly PlannedTest[]): string[] {
  const reasons = [...new Set(tests.flatMap(({ notAsked: why }) => why ?? []))];
  return reasons.map((why) => `${worth(tests.filter((test) => test.notAsked === why))} points are not asked: ${why}`);
}

function attemptLesson(submission: Submission, lesson: Lesson, place: Place): Promise<Attempt> {
  return staged(place, async (lessons) => {
    const taken = madeForAll(() => takeLesson(submission, lesson, lessons));
    return { taken, run: taken.untouched ? null : await runIn(place, { args: runnerArgs([lesson]), lessons }) };
  });
}
