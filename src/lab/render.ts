import { stripVTControlCharacters } from 'node:util';
import { Chalk, type ChalkInstance } from 'chalk';
import { linked } from './links.ts';
import { findMistake } from './registry.ts';
import type { LessonReport, TestResult } from './results.ts';
import { earned, possible } from './results.ts';

/** chalk looks at the terminal; NO_COLOR is honoured here. https://no-color.org */
export const paint: ChalkInstance = process.env['NO_COLOR'] ? new Chalk({ level: 0 }) : new Chalk();

const MARKS = { passed: '✓', failed: '✗', todo: '○', waiting: '·' } as const;
const LABEL_WIDTH = 11;

/** One line: mark, step, title, points. */
export function headline(test: TestResult): string {
  const status = test.unwritten === undefined ? test.status : 'todo';
  const color = { passed: paint.green, failed: paint.red, todo: paint.yellow, waiting: paint.dim }[status];
  const left = ` ${color(MARKS[status])} ${test.step}  ${test.title}`;
  const points = `${test.earned}/${test.points}`;
  const width = Math.max(80, visibleLength(left) + points.length + 3);
  return (
    left +
    ' '.repeat(width - visibleLength(left) - points.length) +
    (test.status === 'passed' ? paint.dim(points) : points)
  );
}

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
    lines.push(`   ${paint.yellow('not written yet')}${later}`, ...wrap(task, 74).map((line) => `   ${line}`));
    lines.push('', ...(place === '' ? [] : [`   edit   ${linked(place)}`]), nextLine(test));
    return lines.join('\n');
  }
  if (test.unwritten !== undefined) {
    lines.push(`   ${paint.yellow('not written yet')}, and without it:`);
    lines.push(labelled('expected', failure.expected), labelled('saw', failure.saw));
    lines.push('', `   edit   ${linked(test.unwritten)}`, nextLine(test));
    return lines.join('\n');
  }
  test.transcript.forEach((line, i) => {
    lines.push(paint.dim(`   ${i + 1}. ${line}`));
  });
  if (test.transcript.length > 0) lines.push('');
  lines.push(labelled('expected', failure.expected));
  lines.push(labelled('saw', paint.bold(failure.saw)));
  for (const [i, line] of (failure.kernel ?? []).entries()) lines.push(labelled(i === 0 ? 'kernel' : '', line));
  if (failure.bytes !== undefined) {
    lines.push(
      '',
      labelled('expected', failure.bytes.expected),
      labelled('saw', failure.bytes.saw),
      labelled('', paint.red(failure.bytes.mark)),
    );
  }
  if (failure.log.length > 0) {
    lines.push('', ...failure.log.map((line, i) => labelled(i === 0 ? 'its log' : '', paint.dim(line))));
  }
  lines.push('', ...diagnosis(failure.looksLike), nextLine(test));
  return lines.join('\n');
}

function diagnosis(id: string | undefined): string[] {
  const mistake = id === undefined ? null : findMistake(id);
  if (mistake === null) return [];
  return [
    `   ${paint.yellow('This looks like')}  ${paint.bold(mistake.name)} (${id}).`,
    ...wrap(mistake.question, 74).map((line) => `   ${line}`),
    '',
  ];
}

/** Commands to copy: each whole, on a line of its own where both do not fit on one. */
function nextLine(test: TestResult): string {
  const id = test.failure?.looksLike;
  const mistake = id === undefined ? null : findMistake(id);
  const step = test.status === 'todo' ? (test.waitsFor ?? test.step) : test.step;
  const next = `   next   npm run lesson ${test.lesson} hint ${step}`;
  if (mistake === null) return paint.dim(next);
  const live = `npm run lesson ${test.lesson} demo ${mistake.slug}`;
  const one = `${next}        see it live   ${live}`;
  return paint.dim(one.length <= WIDTH ? one : `${next}\n   live   ${live}`);
}

const WIDTH = 79;

/** More than anybody reads of one value. */
const MAX_TEXT = 600;

function labelled(label: string, text: string): string {
  const rest = text.length - MAX_TEXT;
  const shown = rest > 0 ? `${text.slice(0, MAX_TEXT)}… and ${rest} characters more` : text;
  return `   ${label.padEnd(LABEL_WIDTH)}${shown}`;
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
