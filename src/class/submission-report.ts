import { earned, type LessonReport, type PlannedTest, type TestResult } from '../grading/result.ts';
import type { HintsUsed } from './hints-used.ts';

/** The grade of one submission. Every report format renders it. */
export interface SubmissionReport {
  readonly name: string;
  readonly lessons: readonly LessonGrade[];
  readonly seconds: number;
}

/** With `error` it is not graded, which is not zero: the tests that have run stay, and no points are told. */
export interface LessonGrade extends LessonReport {
  readonly title: string;
  readonly points: number;
  /** All files are still the skeleton: nothing was run. */
  readonly untouched: boolean;
  /** Files that were left out or filled in; the limit that ended the tests; why it is not graded. */
  readonly notes: readonly string[];
  /** What the submission itself says of the hints; null or absent where it says nothing. */
  readonly hints?: readonly HintsUsed[] | null;
}

/** Whether no file of the lesson was found; a note says which were looked for. */
export const isMissing = (lesson: LessonGrade): boolean => lesson.untouched && lesson.notes.length > 0;

/** Why nothing was run. */
export const idleText = (lesson: LessonGrade): string =>
  isMissing(lesson) ? 'nothing was found' : 'the skeleton, unchanged';

export const isGraded = (lesson: LessonGrade): boolean => lesson.error === undefined;

/** The points of a lesson; null when it is not graded. */
export const pointsOf = (lesson: LessonGrade): number | null => (isGraded(lesson) ? earned(lesson.tests) : null);

/** The points of all lessons; null when one of them is not graded. */
export const earnedOf = (report: SubmissionReport): number | null =>
  report.lessons.every(isGraded) ? report.lessons.reduce((sum, lesson) => sum + earned(lesson.tests), 0) : null;

/** `92/100 points`, or that there is no grade. */
export const pointsText = (got: number | null, possible: number): string =>
  got === null ? 'not graded' : `${got}/${possible} points`;

export const possibleOf = (report: SubmissionReport): number =>
  report.lessons.reduce((sum, lesson) => sum + lesson.points, 0);

/** A result for every planned test: `not run`, for the reason `why`, where none has arrived. */
export function complete(planned: readonly PlannedTest[], results: readonly TestResult[], why: string): TestResult[] {
  return planned.map(
    ({ needs: _, ...test }) => results.find(({ title }) => title === test.title) ?? { ...test, status: 'not run', why },
  );
}

/** The results of an untouched lesson. */
export const notBegun = (planned: readonly PlannedTest[], task: string): TestResult[] =>
  planned.map(({ needs: _, ...test }) => ({
    ...test,
    status: 'todo',
    transcript: [],
    todo: { step: test.step, task, place: null },
  }));
