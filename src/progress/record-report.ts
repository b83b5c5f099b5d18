import type { Lesson, Step } from '../course/lesson.ts';
import { diagnosisOf } from '../course/registry.ts';
import {
  earned,
  type Failed,
  heldUpBy,
  isAsked,
  type LessonReport,
  looksLike,
  possible,
  type TestResult,
  worth,
} from '../grading/result.ts';
import { LESSON_POINTS } from './points.ts';
import type { Progress } from './store.ts';

/**
 * Records the results of a grading. Points are recorded for a whole lesson only, because a run of some tests says nothing
 * about the others. Returns whether they were.
 */
export function recordReport(progress: Progress, lesson: Lesson, report: LessonReport): boolean {
  const whole = report.error === undefined && worth(report.tests) === LESSON_POINTS;
  for (const step of lesson.steps) {
    const tests = report.tests.filter((test) => test.step === step.id);
    const madeHere = report.tests.filter((test) => diagnosisOf(lesson, looksLike(test))?.step === step.id);
    if (tests.length + madeHere.length > 0) noteFailure(progress, step, [...madeHere, ...tests]);
    if (!whole) continue;
    const open = tests.filter((test) => test.status !== 'passed' && isAsked(test));
    const later = open.length > 0 && open.every(isUpToLater);
    progress.steps[step.key] = { earned: earned(tests), points: possible(tests), ...(later && { later }) };
  }
  return whole;
}

/** Whether only a later step keeps the test from passing. */
const isUpToLater = (test: TestResult): boolean => (heldUpBy(test) ?? '') > test.step;

function noteFailure(progress: Progress, step: Step, tests: readonly TestResult[]): void {
  const failed = tests.filter((test): test is Failed => test.status === 'failed');
  const test = failed.find(({ failure }) => failure.looksLike !== undefined) ?? failed[0];
  if (test === undefined) {
    delete progress.last[step.key];
    return;
  }
  const { expected, saw, looksLike: slug } = test.failure;
  const told = slug === undefined || progress.last[step.key]?.looksLike === slug;
  progress.last[step.key] = {
    title: test.title,
    expected: expected.slice(0, MAX_TEXT),
    saw: saw.slice(0, MAX_TEXT),
    told: told && (progress.last[step.key]?.told ?? true),
    ...(slug !== undefined && { looksLike: slug }),
  };
}

/** Keeps the file small, however much a program printed. */
const MAX_TEXT = 300;
