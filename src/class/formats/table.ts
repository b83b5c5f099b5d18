import { visibleLength } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import {
  earnedOf,
  isMissing,
  type LessonGrade,
  pointsOf,
  possibleOf,
  type SubmissionReport,
} from '../submission-report.ts';

const NAME_WIDTH = 32;
const COLUMN = 5;

export function tableHead(lessons: readonly { id: string }[]): string {
  const columns = lessons.map(({ id }) => id.padStart(COLUMN)).join('');
  return paint.dim(` ${'submission'.padEnd(NAME_WIDTH)}${columns}   points`);
}

/**
 * A line for a submission: the points of each lesson, `–` for an untouched one, `?` for a missing one, `n/g` for one that is not
 * graded, `!` after one with a note.
 */
export function tableRow(report: SubmissionReport): string {
  const cells = report.lessons.map(cell).join('');
  const got = earnedOf(report);
  const total = got === null ? paint.red('not graded') : paint.bold(`${got}/${possibleOf(report)}`);
  return ` ${shortened(report.name).padEnd(NAME_WIDTH)}${cells}   ${total}`;
}

function cell(lesson: LessonGrade): string {
  if (isMissing(lesson)) return paint.yellow('?'.padStart(COLUMN));
  if (lesson.untouched) return paint.dim('–'.padStart(COLUMN));
  const got = pointsOf(lesson);
  if (got === null) return paint.red('n/g'.padStart(COLUMN));
  const mark = lesson.notes.length > 0 ? paint.yellow('!') : '';
  const text = String(got).padStart(COLUMN - visibleLength(mark));
  return (got === lesson.points ? paint.green(text) : text) + mark;
}

const shortened = (name: string): string => (name.length < NAME_WIDTH ? name : `${name.slice(0, NAME_WIDTH - 2)}…`);
