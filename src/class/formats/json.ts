import { earnedBy, heldUpBy, type TestResult } from '../../grading/result.ts';
import { reasonText } from '../../report/failure-text.ts';
import { earnedOf, isGraded, pointsOf, possibleOf, type SubmissionReport } from '../submission-report.ts';

/**
 * The complete results, for scripts; `found` is the number of submissions. Fields may be added, and are never renamed.
 * `earned` of a lesson that is not graded is null, and so is that of its submission.
 */
export function classJson(reports: readonly SubmissionReport[], found: number): string {
  const submissions = reports.map((report) => ({
    name: report.name,
    graded: report.lessons.every(isGraded),
    earned: earnedOf(report),
    points: possibleOf(report),
    seconds: report.seconds,
    lessons: report.lessons.map((lesson) => ({
      lesson: lesson.lesson,
      title: lesson.title,
      graded: isGraded(lesson),
      earned: pointsOf(lesson),
      points: lesson.points,
      untouched: lesson.untouched,
      notes: lesson.notes,
      ...(lesson.hints && { hintsAsTheCopySays: lesson.hints }),
      tests: lesson.tests.map(testJson),
    })),
  }));
  return `${JSON.stringify({ version: 1, complete: reports.length === found, found, submissions }, null, 1)}\n`;
}

/** One test in the format of version 1, in which every reason not to pass is a failure. */
function testJson(test: TestResult): object {
  const { lesson, step, title, points } = test;
  const base = {
    lesson,
    step,
    title,
    points,
    earned: earnedBy(test),
    status: test.status === 'not run' ? 'failed' : test.status,
  };
  const transcript = 'transcript' in test ? test.transcript : [];
  const waitsFor = heldUpBy(test);
  return {
    ...base,
    transcript,
    ...failureJson(test),
    ...(test.status === 'failed' && test.unwritten.length > 0 && { unwritten: test.unwritten }),
    ...(waitsFor !== undefined && { waitsFor }),
  };
}

function failureJson(test: TestResult): object {
  const failure = (expected: string, saw: string): object => ({ failure: { expected, saw, log: [] } });
  switch (test.status) {
    case 'passed':
      return {};
    case 'failed':
      return { failure: test.failure };
    case 'todo':
      return failure(
        `step ${test.todo.step} to be written`,
        [test.todo.task, test.todo.place ?? []].flat().join(' at '),
      );
    case 'waiting':
      return failure(`"${test.for.title}" to pass first`, reasonText(test));
    case 'not run':
      return failure('the test to run', test.why);
  }
}
