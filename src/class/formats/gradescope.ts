import { earnedBy } from '../../grading/result.ts';
import { earnedOf, idleText, type SubmissionReport } from '../submission-report.ts';
import { lessonNotes, printable, testText } from './text.ts';

/** `results.json`. https://gradescope-autograders.readthedocs.io/en/latest/specs/ */
export function gradescopeJson(report: SubmissionReport): string {
  const tests = report.lessons.flatMap((lesson) =>
    lesson.tests.map((test, index) => ({
      name: `${test.step} ${printable(test.title)}`,
      number: `${Number(test.lesson)}.${index + 1}`,
      score: earnedBy(test),
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
      score: earnedOf(report),
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
