import { earnedBy } from '../../grading/result.ts';
import { reasonText } from '../../report/failure-text.ts';
import { earnedOf, isGraded, possibleOf, type SubmissionReport } from '../submission-report.ts';
import { printable, testText } from './text.ts';

/**
 * The input of GitHub Classroom's reporter, before base64: one object with the result of each test.
 * https://github.com/classroom-resources/autograding-grading-reporter
 */
export function classroomJson(report: SubmissionReport): string {
  const tests = report.lessons.flatMap((lesson) =>
    lesson.tests.map((test) => ({
      name: `${test.step} ${printable(test.title)}`,
      status: !isGraded(lesson) ? 'error' : test.status === 'passed' ? 'pass' : 'fail',
      score: earnedBy(test),
      max_score: test.points,
      message: printable(reasonText(test)),
      test_code: test.status === 'passed' || lesson.untouched ? '' : testText(test),
      filename: '',
      line_no: 0,
      execution_time: 0,
    })),
  );
  return `${JSON.stringify({ version: 1, status: statusOf(report), max_score: possibleOf(report), tests }, null, 1)}\n`;
}

function statusOf(report: SubmissionReport): 'pass' | 'fail' | 'error' {
  const got = earnedOf(report);
  if (got === null || possibleOf(report) === 0) return 'error';
  return got === possibleOf(report) ? 'pass' : 'fail';
}
