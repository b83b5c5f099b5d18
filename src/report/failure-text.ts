import type { Diagnosis } from '../course/lesson.ts';
import { canBePlayed } from '../course/mistakes/playable.ts';
import { diagnosisOf, findLesson } from '../course/registry.ts';
import { earnedBy, type Failed, looksLike, type NotWritten, possible, type TestResult } from '../grading/result.ts';
import { columns } from '../text/columns.ts';
import { hanging, visibleLength, wrap } from '../text/fold.ts';
import { labelledPath } from '../text/links.ts';
import { paint } from '../text/paint.ts';

const MARKS = { passed: '✓', failed: '✗', todo: '○', waiting: '·', 'not run': '?' } as const;
const LABEL_WIDTH = 11;

/** The column where a title begins. */
const TITLE_AT = 9;

/** One line: mark, step, title, points. */
export function headline(test: TestResult): string {
  const status = test.status === 'failed' && test.unwritten.length > 0 ? 'todo' : test.status;
  const color = {
    passed: paint.green,
    failed: paint.red,
    todo: paint.yellow,
    waiting: paint.dim,
    'not run': paint.yellow,
  }[status];
  const points = `${earnedBy(test)}/${possible([test])}`;
  const [first = '', ...rest] = wrap(test.title, columns() - TITLE_AT - points.length - 2);
  const left = ` ${color(MARKS[status])} ${test.step}  ${first}`;
  const gap = Math.max(2, columns() - visibleLength(left) - points.length);
  const head = left + ' '.repeat(gap) + (test.status === 'passed' ? paint.dim(points) : points);
  return [head, ...rest.map((line) => ' '.repeat(TITLE_AT) + line)].join('\n');
}

/** The full report of a test: everything about a failure, and the next command. */
export function failureText(test: TestResult): string {
  switch (test.status) {
    case 'passed':
      return headline(test);
    case 'waiting':
      return `${headline(test)}\n${paint.dim(`        waits for "${test.for.title}"`)}`;
    case 'not run':
      return [headline(test), ...hanging('        ', test.why, paint.dim)].join('\n');
    case 'todo':
      return [headline(test), '', ...todoLines(test), nextLine(test)].join('\n');
    case 'failed':
      return [headline(test), '', ...failedLines(test), nextLine(test)].join('\n');
  }
}

/** Why a test has not passed, in short, for formats with little room. */
export function reasonText(test: TestResult): string {
  switch (test.status) {
    case 'passed':
      return '';
    case 'failed':
      return test.failure.saw;
    case 'todo':
      return `step ${test.todo.step} is not written yet: ${test.todo.task}`;
    case 'waiting':
      return `waits for "${test.for.title}"`;
    case 'not run':
      return test.why;
  }
}

function todoLines({ step, todo }: NotWritten): string[] {
  const later = todo.step === step ? '' : `: this test of ${step} looks at ${todo.step}, too`;
  return [
    ...hanging('   ', `not written yet${later}`, paint.yellow),
    ...wrap(todo.task, columns() - 6).map((line) => `   ${line}`),
    '',
    ...(todo.place === null ? [] : [labelledPath('edit', todo.place, columns())]),
  ];
}

function failedLines(test: Failed): string[] {
  const { failure, unwritten } = test;
  const lines = test.transcript.flatMap((line, i) => hanging(`   ${i + 1}. `, line, paint.dim));
  if (lines.length > 0) lines.push('');
  lines.push(labelled('expected', failure.expected), labelled('saw', failure.saw, paint.bold));
  lines.push(...(failure.kernel ?? []).map((line, i) => labelled(i === 0 ? 'kernel' : '', line)));
  if (failure.bytes !== undefined) {
    const { expected, saw, mark } = failure.bytes;
    lines.push('', beside('expected', expected), beside('saw', saw), beside('', paint.red(mark)));
  }
  if (failure.log.length > 0)
    lines.push('', ...failure.log.map((line, i) => labelled(i === 0 ? 'its log' : '', line, paint.dim)));
  lines.push('', ...diagnosisLines(test));
  if (unwritten.length === 0) return lines;
  const places = unwritten.map((place, i) => labelledPath(i === 0 ? 'edit' : '', place, columns()));
  return [...lines, paint.yellow(`   ${test.step} is not written yet`), ...places];
}

/** The diagnosis of a failure that looks like a known mistake; null otherwise. */
const diagnosisFor = (test: TestResult): Diagnosis | null => diagnosisOf(findLesson(test.lesson), looksLike(test));

function diagnosisLines(test: TestResult): string[] {
  const diagnosis = diagnosisFor(test);
  if (diagnosis === null) return [];
  const name = `${diagnosis.name} (${looksLike(test)}).`;
  return [
    ...hanging(`   ${paint.yellow('This looks like')}  `, name, paint.bold),
    ...wrap(diagnosis.question, columns() - 6).map((line) => `   ${line}`),
    '',
  ];
}

/** The step to work on when a test has not passed: the missing one, or the one in which the mistake is made. */
export const stepToWriteOf = (test: TestResult): string =>
  test.status === 'todo' ? test.todo.step : (diagnosisFor(test)?.step ?? test.step);

/** The commands to copy, each unbroken: on two lines where both do not fit on one. */
function nextLine(test: TestResult): string {
  const next = `   next   npm run lesson ${test.lesson} hint ${stepToWriteOf(test)}`;
  const lesson = findLesson(test.lesson);
  const slug = looksLike(test);
  if (lesson === null || slug === undefined || diagnosisOf(lesson, slug) === null || !canBePlayed(lesson, slug))
    return paint.dim(next);
  const live = `npm run lesson ${test.lesson} demo ${slug}`;
  const one = `${next}        see it live   ${live}`;
  return paint.dim(one.length < columns() ? one : `${next}\n   live   ${live}`);
}

/** A longer value is cut. */
const MAX_TEXT = 600;

type Style = (text: string) => string;
const plain: Style = (text) => text;

/** Running text beside its label. */
function labelled(label: string, text: string, style = plain): string {
  const rest = text.length - MAX_TEXT;
  const shown = rest > 0 ? `${text.slice(0, MAX_TEXT)}… and ${rest} characters more` : text;
  return hanging(`   ${label.padEnd(LABEL_WIDTH)}`, shown, style).join('\n');
}

/** An unbroken line beside its label, so that columns stay aligned. */
const beside = (label: string, text: string): string => `   ${label.padEnd(LABEL_WIDTH)}${text}`;
