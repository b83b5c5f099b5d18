import { stripVTControlCharacters } from 'node:util';
import type { TestResult } from '../../grading/result.ts';
import { failureText, headline } from '../../report/failure-text.ts';
import { visible } from '../../text/visible.ts';
import { hintsText } from '../hints-used.ts';
import {
  earnedOf,
  idleText,
  type LessonGrade,
  pointsOf,
  pointsText,
  possibleOf,
  type SubmissionReport,
} from '../submission-report.ts';

/** The text that a learner sees in the terminal, without colours. */
export function submissionText(report: SubmissionReport): string {
  const parts = [`${report.name}   ${pointsText(earnedOf(report), possibleOf(report))}`];
  for (const lesson of report.lessons) {
    parts.push('', `lesson ${lesson.lesson}  ${lesson.title}   ${pointsText(pointsOf(lesson), lesson.points)}`);
    for (const note of notesOf(lesson)) parts.push(`   ${printable(note)}`);
    if (lesson.hints) parts.push(`   ${hintsText(lesson.hints)}`);
    if (lesson.untouched) parts.push(`   ${idleText(lesson)}`);
    else parts.push('', ...lesson.tests.map(testText));
  }
  return `${parts.join('\n')}\n`;
}

/** A failure in full; one line for a passed test, and for one that was not run, because the lesson's notes have the reason. */
export const testText = (test: TestResult): string =>
  printable(test.status === 'passed' || test.status === 'not run' ? headline(test) : failureText(test));

/** Without our colours, and without control characters: they garble a page, and XML forbids them. */
export const printable = (text: string): string => visible(stripVTControlCharacters(text));

export const lessonNotes = (lesson: LessonGrade): string => notesOf(lesson).map(printable).join('\n');

/** The notes, and the points of tests that were not run: one fault early in a lesson can hold back most of its points. */
function notesOf(lesson: LessonGrade): string[] {
  const waits = lesson.tests.filter(({ status }) => status === 'waiting');
  const points = waits.reduce((sum, test) => sum + test.points, 0);
  if (points === 0) return [...lesson.notes];
  const tests = waits.length === 1 ? '1 test that was' : `${waits.length} tests that were`;
  return [...lesson.notes, `${points} points stand on ${tests} not run: each waits for one that did not pass.`];
}
