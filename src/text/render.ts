import { stripVTControlCharacters } from 'node:util';
import { Chalk, type ChalkInstance } from 'chalk';
import { findMistake } from '../course/registry.ts';
import type { LessonReport, TestResult } from '../grading/result.ts';
import { earned, possible } from '../grading/result.ts';
import { labelledPath } from './links.ts';

/** chalk looks at the terminal; NO_COLOR is honoured here. https://no-color.org */
export const paint: ChalkInstance = process.env['NO_COLOR'] ? new Chalk({ level: 0 }) : new Chalk();

/** How wide to write. Wider lines than 80 are hard to read, and below 32 nothing fits. */
export const columns = (): number =>
  // Asked anew each time: the property learns of a new size only when its signal is handled.
  Math.max(32, Math.min(process.stdout.isTTY ? process.stdout.getWindowSize()[0] : 80, 80));

const MARKS = { passed: '✓', failed: '✗', todo: '○', waiting: '·' } as const;
const LABEL_WIDTH = 11;

/** One line: mark, step, title, points. */
export function headline(test: TestResult): string {
  const status = test.unwritten === undefined ? test.status : 'todo';
  const color = { passed: paint.green, failed: paint.red, todo: paint.yellow, waiting: paint.dim }[status];
  const points = `${test.earned}/${test.points}`;
  const [first = '', ...rest] = wrap(test.title, columns() - TITLE_AT - points.length - 2);
  const left = ` ${color(MARKS[status])} ${test.step}  ${first}`;
  const gap = Math.max(2, columns() - visibleLength(left) - points.length);
  const head = left + ' '.repeat(gap) + (test.status === 'passed' ? paint.dim(points) : points);
  return [head, ...rest.map((line) => ' '.repeat(TITLE_AT) + line)].join('\n');
}

/** Where a title begins. */
const TITLE_AT = 9;

/** Everything that a failed test has to say, ending in what to do next. */
export function failureText(test: TestResult): string {
  const { failure } = test;
  if (failure === undefined) return headline(test);
  if (test.status === 'waiting') {
    const blocker = failure.expected.replace(/ to pass first$/, '');
    return `${headline(test)}\n${paint.dim(`        waits for ${blocker}`)}`;
  }
  const lines = [headline(test), ''];
  if (test.status === 'todo') {
    const [task = '', place = ''] = failure.saw.split(/ at (?=\S+:\d+$)/);
    const later = test.waitsFor === undefined ? '' : `: this test of ${test.step} looks at ${test.waitsFor}, too`;
    lines.push(
      ...hanging('   ', `not written yet${later}`, paint.yellow),
      ...wrap(task, columns() - 6).map((line) => `   ${line}`),
    );
    lines.push('', ...(place === '' ? [] : [labelledPath('edit', place, columns())]), nextLine(test));
    return lines.join('\n');
  }
  for (const [i, line] of test.transcript.entries()) lines.push(...hanging(`   ${i + 1}. `, line, paint.dim));
  if (test.transcript.length > 0) lines.push('');
  lines.push(labelled('expected', failure.expected));
  lines.push(labelled('saw', failure.saw, paint.bold));
  for (const [i, line] of (failure.kernel ?? []).entries()) lines.push(labelled(i === 0 ? 'kernel' : '', line));
  if (failure.bytes !== undefined) {
    lines.push(
      '',
      beside('expected', failure.bytes.expected),
      beside('saw', failure.bytes.saw),
      beside('', paint.red(failure.bytes.mark)),
    );
  }
  const log = failure.log.filter((line) => !failure.saw.includes(line.replace(/^\d+ /, '')));
  if (log.length > 0) lines.push('', ...log.map((line, i) => labelled(i === 0 ? 'its log' : '', line, paint.dim)));
  lines.push('', ...diagnosis(failure.looksLike));
  if (test.unwritten !== undefined)
    lines.push(
      paint.yellow(`   ${test.step} is not written yet`),
      ...test.unwritten.map((place, i) => labelledPath(i === 0 ? 'edit' : '', place, columns())),
    );
  lines.push(nextLine(test));
  return lines.join('\n');
}

function diagnosis(id: string | undefined): string[] {
  const mistake = id === undefined ? null : findMistake(id);
  if (mistake === null) return [];
  return [
    ...hanging(`   ${paint.yellow('This looks like')}  `, `${mistake.name} (${id}).`, paint.bold),
    ...wrap(mistake.question, columns() - 6).map((line) => `   ${line}`),
    '',
  ];
}

/** Where a test that has not passed is to be helped: where the mistake is made, or where something is missing. */
export function stepToWriteOf({ step, status, waitsFor, failure }: TestResult): string {
  if (status === 'todo') return waitsFor ?? step;
  return findMistake(failure?.looksLike ?? '')?.step ?? step;
}

/** Commands to copy: each whole, on a line of its own where both do not fit on one. */
function nextLine(test: TestResult): string {
  const id = test.failure?.looksLike;
  const mistake = id === undefined ? null : findMistake(id);
  const next = `   next   npm run lesson ${test.lesson} hint ${stepToWriteOf(test)}`;
  if (mistake === null) return paint.dim(next);
  const live = `npm run lesson ${test.lesson} demo ${mistake.slug}`;
  const one = `${next}        see it live   ${live}`;
  return paint.dim(one.length < columns() ? one : `${next}\n   live   ${live}`);
}

/** More than anybody reads of one value. */
const MAX_TEXT = 600;

type Style = (text: string) => string;
const plain: Style = (text) => text;

/** Running text beside its label. */
function labelled(label: string, text: string, style = plain): string {
  const rest = text.length - MAX_TEXT;
  const shown = rest > 0 ? `${text.slice(0, MAX_TEXT)}… and ${rest} characters more` : text;
  return hanging(`   ${label.padEnd(LABEL_WIDTH)}`, shown, style).join('\n');
}

/** What must stay on its line: columns stand below each other. */
const beside = (label: string, text: string): string => `   ${label.padEnd(LABEL_WIDTH)}${text}`;

/** Folded under its own beginning. A line that fits stays as it is, blanks and all. */
export function hanging(head: string, text: string, style: Style = plain): string[] {
  const indent = visibleLength(head);
  const room = columns() - indent;
  const lines = text.length <= room ? [text] : wrap(text, room);
  return lines.map((line, i) => (i === 0 ? head : ' '.repeat(indent)) + style(line));
}

export function pointsText(report: LessonReport): string {
  const [got, all] = [earned(report), possible(report)];
  const text = `lesson ${report.lesson}   ${got}/${all} points`;
  return got === all ? paint.green.bold(text) : paint.bold(text);
}

export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** Without colours and links. */
export const visibleLength = (text: string): number => stripVTControlCharacters(text).length;
