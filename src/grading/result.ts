import type { FindingDetails } from '../kit/finding.ts';

/** A graded test, as it is registered. */
export interface GradedTest {
  readonly lesson: string;
  /** The step that the test belongs to, for example `02.2`. */
  readonly step: string;
  readonly title: string;
  readonly points: number;
  /** Why its points are not asked on this machine; absent where they are. */
  readonly notAsked?: string;
}

/** A graded test that can be run. */
export interface PlannedTest extends GradedTest {
  /** Titles of tests that must pass first. */
  readonly needs: readonly string[];
}

/** The result of one graded test. The terminal, JSON and every report format render it. */
export type TestResult = Passed | Failed | NotWritten | Waiting | NotRun;

/** The actions of a test, numbered when shown. */
type Transcript = readonly string[];

export interface Passed extends GradedTest {
  readonly status: 'passed';
  readonly transcript: Transcript;
}

export interface Failed extends GradedTest {
  readonly status: 'failed';
  readonly transcript: Transcript;
  readonly failure: Failure;
  /** The places, `file:line`, of the test's own step while it consists of comments only; otherwise empty. */
  readonly unwritten: readonly string[];
}

/** The program stopped at a step that is not written yet. */
export interface NotWritten extends GradedTest {
  readonly status: 'todo';
  readonly transcript: Transcript;
  readonly todo: Missing;
}

/** Another test must pass first. */
export interface Waiting extends GradedTest {
  readonly status: 'waiting';
  readonly for: Pick<GradedTest, 'title' | 'step'>;
}

/** The test was not run, or gave no result. */
interface NotRun extends GradedTest {
  readonly status: 'not run';
  readonly why: string;
}

export interface Missing {
  readonly step: string;
  /** The task that the step sets. */
  readonly task: string;
  /** `file:line`; null when the program did not report it. */
  readonly place: string | null;
}

export interface Failure extends FindingDetails {
  /** The program's own last lines. */
  readonly log: readonly string[];
}

/** The results of one lesson. */
export interface LessonReport {
  readonly lesson: string;
  readonly tests: readonly TestResult[];
  /** Why the tests could not be run, for example a syntax error. */
  readonly error?: string;
}

export const earnedBy = (test: TestResult): number => (test.status === 'passed' ? test.points : 0);

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

export const earned = (tests: readonly TestResult[]): number => sum(tests.map(earnedBy));

export const isAsked = ({ notAsked }: GradedTest): boolean => notAsked === undefined;

/** The points that can be earned on this machine. */
export const possible = (tests: readonly GradedTest[]): number => worth(tests.filter(isAsked));

/** The points, also of tests that are not asked here. */
export const worth = (tests: readonly GradedTest[]): number => sum(tests.map(({ points }) => points));

/** The other step that keeps a test from passing; undefined when its own step does. */
export function heldUpBy(test: TestResult): string | undefined {
  const step = test.status === 'waiting' ? test.for.step : test.status === 'todo' ? test.todo.step : test.step;
  return test.status === 'waiting' || step !== test.step ? step : undefined;
}

/** The known mistake that the evidence of a failure points to. */
export const looksLike = (test: TestResult): string | undefined =>
  test.status === 'failed' ? test.failure.looksLike : undefined;
