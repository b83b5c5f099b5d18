import { earnedBy } from '../../grading/result.ts';
import { earnedOf, idleText, type SubmissionReport } from '../submission-report.ts';
import { lessonNotes, printable, testText } from './text.ts';

/**
 * `results.json`. https://gradescope-autograders.readthedocs.io/en/latest/specs/
 * Without any `score` Gradescope shows that the autograder has failed, and enters no grade: that is for a lesson that is not graded.
 */
export function gradescopeJson(report: SubmissionReport): string {
  const got = earnedOf(report);
  const tests = report.lessons.flatMap((lesson) =>
    lesson.tests.map((test, index) => ({
      name: `${test.step} ${printable(test.title)}`,
      number: `${Number(test.lesson)}.${index + 1}`,
      ...(got !== null && { score: earnedBy(test) }),
      max_score: test.points,
      status: test.status === 'passed' ? 'passed' : 'failed',
      output: lesson.untouched ? `${idleText(lesson)}.` : testText(test),
      output_format: 'text',
      visibility: 'visible',
      tags: [`lesson ${test.lesson}`],
    })),
  );
  const notes = report.lessons
    .filter((lesson) => lessonNotes(lesson) !== '')
    .map((lesson) => `Lesson ${lesson.lesson}: ${lessonNotes(lesson)}`);
  return `${JSON.stringify(
    {
      ...(got !== null && { score: got }),
      execution_time: Math.round(report.seconds),
      output: notes.join('\n'),
      output_format: 'text',
      visibility: 'visible',
      stdout_visibility: 'hidden',
      tests,
    },
    null,
    1,
  )}\n`;
}
