import { earned, type LessonReport, type PlannedTest, type TestResult } from '../grading/result.ts';

/** What one submission is worth, and why. Every report format is drawn from it. */
export interface SubmissionReport {
  readonly name: string;
  readonly lessons: readonly GradedLesson[];
  readonly seconds: number;
}

export interface GradedLesson extends LessonReport {
  readonly title: string;
  readonly points: number;
  /** It is the skeleton still: nothing was run. */
  readonly untouched: boolean;
  /** Files that were left out or filled in; why the grading ended early. */
  readonly notes: readonly string[];
}

/** Nothing of the lesson was handed in, or nothing that was recognised; a note says what was looked for. */
export const isMissing = (lesson: GradedLesson): boolean => lesson.untouched && lesson.notes.length > 0;

/** Why nothing was run. */
export const idleText = (lesson: GradedLesson): string =>
  isMissing(lesson) ? 'nothing was found' : 'the skeleton, unchanged';

export const earnedOf = (report: SubmissionReport): number =>
  report.lessons.reduce((sum, lesson) => sum + earned(lesson), 0);

export const possibleOf = (report: SubmissionReport): number =>
  report.lessons.reduce((sum, lesson) => sum + lesson.points, 0);

/** What a test that has no result was waiting for. */
export const TO_RUN = 'the test to run';

/** Every planned test has a result: what came, or that nothing came, and why. */
export function complete(planned: readonly PlannedTest[], results: readonly TestResult[], why: string): TestResult[] {
  return planned.map((plan) => results.find(({ title }) => title === plan.title) ?? missing(plan, why));
}

function missing({ lesson, step, title, points }: PlannedTest, why: string): TestResult {
  const failure = { expected: TO_RUN, saw: why, log: [] };
  return { lesson, step, title, points, earned: 0, status: 'failed', transcript: [], failure };
}

/** A lesson of which nothing is written. */
export function notBegun(planned: readonly PlannedTest[], why: string): TestResult[] {
  return complete(planned, [], why).map((test) => ({ ...test, status: 'todo' as const }));
}
