import type { FindingDetails } from '../kit/finding.ts';

/**
 * The result model: what one graded test found. The terminal, JSON and every report format are drawn from it.
 */
export interface TestResult {
  readonly lesson: string;
  /** The step that the test belongs to, for example `02.2`. */
  readonly step: string;
  readonly title: string;
  readonly points: number;
  readonly earned: number;
  readonly status: 'passed' | 'failed' | 'todo' | 'waiting';
  /** What was done, numbered when shown. */
  readonly transcript: readonly string[];
  readonly failure?: Failure;
  /** The places, `file:line`, of its step when that has nothing but comments yet. */
  readonly unwritten?: readonly string[];
  /** The step of the test that must pass first; of a todo, the step that is missing, when it is not the test's own. */
  readonly waitsFor?: string;
}

/** A graded test that will run. */
export interface PlannedTest extends Pick<TestResult, 'lesson' | 'step' | 'title' | 'points'> {
  /** Titles of tests that must pass first. */
  readonly needs: readonly string[];
}

export interface Failure extends FindingDetails {
  /** The server's own last lines. */
  readonly log: readonly string[];
}

export interface LessonReport {
  readonly lesson: string;
  /** The directory that was graded. */
  readonly target: string;
  readonly tests: readonly TestResult[];
  /** Something kept the tests from running at all, for example a syntax error. */
  readonly error?: string;
}

export const earned = (report: LessonReport): number => report.tests.reduce((sum, test) => sum + test.earned, 0);

export const possible = (report: LessonReport): number => report.tests.reduce((sum, test) => sum + test.points, 0);

/** The first step that still misses points, in order. */
export function openStep(report: LessonReport): string | null {
  const open = report.tests.filter((test) => test.status !== 'passed').map((test) => test.step);
  return open.sort()[0] ?? null;
}
