import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/cli/handout/markdown.ts';
import { menuText } from '../../src/cli/menu/menu-keys.ts';
import { overviewText } from '../../src/cli/menu/overview.ts';
import type { Lesson } from '../../src/course/lesson.ts';
import { findLesson, lessonDir, lessons } from '../../src/course/registry.ts';
import { box } from '../../src/text/box.ts';
import { visibleLength } from '../../src/text/fold.ts';
import { table } from '../../src/text/table.ts';

const widest = (text: string): number => Math.max(...text.split('\n').map(visibleLength));

const graded = Object.fromEntries(
  lessons.flatMap(({ steps }) => steps.map(({ key }, i) => [key, { earned: i === 0 ? 20 : 0, points: 20 }])),
);

test.each([40, 60, 80])('overview and menu fit in %i columns', (width) => {
  for (const steps of [{}, graded]) {
    for (const lesson of lessons) {
      const text = overviewText(lesson, { version: 1, steps, hints: {}, last: {} }, width);
      expect(widest(text)).toBeLessThanOrEqual(width);
      expect(text).toContain('▸');
    }
  }
  expect(widest(menuText(width))).toBeLessThan(width);
});

test('evidence is framed, long lines are cut in pieces, and columns stay', () => {
  const drawn = box({ title: '/proc/net/tcp', lines: ['a   b', 'x'.repeat(100)] }, 60);
  const lengths = drawn.split('\n').map(visibleLength);
  expect(new Set(lengths).size).toBe(1);
  expect(lengths[0]).toBeLessThanOrEqual(60);
  expect(drawn).toContain('│ a   b ');
});

const TITLE = 'returns of epoll_wait with events (counted by the server, printed when it is stopped)';

test.each([40, 60, 80, 100])('a title that is wider than its rows leaves the frame whole in %i columns', (width) => {
  const lines = box({ title: TITLE, lines: ['edge-triggered   64'] }, width).split('\n');
  const frame = lines.slice(lines.findIndex((line) => line.startsWith('   ┌')));
  expect(frame).toHaveLength(3);
  expect(new Set(frame.map(visibleLength)).size).toBe(1);
  expect(frame[0]).toMatch(/^ {3}┌[^┐]*─┐$/);
  expect(widest(lines.join('\n'))).toBeLessThanOrEqual(width);
  expect(lines.join(' ').replace(/[\s┌┐─]+/g, ' ')).toContain(TITLE);
});

describe('a table', () => {
  const rows = [
    ['', 'one-wait', 'reference'],
    ['children never reaped', '9', '0'],
    ['waitpid', '1 call, 0.2 ms asleep in all of them together', '10 calls'],
  ];

  test('keeps its columns, with long cells folded', () => {
    expect(table(rows, 60, { head: true, indent: 1 })).toEqual([
      '                        one-wait                   reference',
      ' children never reaped  9                          0',
      ' waitpid                1 call, 0.2 ms asleep in   10 calls',
      '                        all of them together',
    ]);
  });

  test('stacks the cells of a row, named, where columns would be too narrow to read', () => {
    expect(table(rows, 40, { head: true, indent: 1 })).toEqual([
      ' children never reaped',
      '    one-wait: 9',
      '    reference: 0',
      ' waitpid',
      '    one-wait: 1 call, 0.2 ms asleep in',
      '    all of them together',
      '    reference: 10 calls',
    ]);
  });

  test('has numbers at the right of their column', () => {
    expect(
      table(
        [
          ['watched', 'poll'],
          ['10', '1.5'],
          ['1000', '140.2'],
        ],
        40,
        { numbers: true },
      ),
    ).toEqual(['watched   poll', '10         1.5', '1000     140.2']);
  });
});

test.each(lessons.map(({ id }) => id))('the handout of lesson %s fits in 40, 60 and 80 columns', (id) => {
  const source = readFileSync(join(lessonDir(findLesson(id) as Lesson), 'README.md'), 'utf8');
  // Commands and code stay whole on their line.
  const prose = source.replace(/^```[\s\S]*?^```/gm, '').replaceAll('`', '');
  for (const width of [40, 60, 80]) expect(widest(renderMarkdown(prose, width))).toBeLessThanOrEqual(width);
});

test('a handout is folded, and its code, tables and quotations keep their lines', () => {
  const source = [
    '## Two *servers*',
    '',
    `> **The problem.** ${'word '.repeat(30)}`,
    '',
    '- an item with `some code` that is long enough to be folded once at least, and then some more',
    '',
    '```',
    '  code   stays',
    '```',
    '',
    '| call | man |',
    '| --- | --- |',
    '| `accept` | [accept(2)](https://man7.org) |',
  ].join('\n');
  const text = renderMarkdown(source, 60);
  expect(widest(text)).toBeLessThanOrEqual(60);
  expect(text).toContain('Two servers\n');
  expect(text).toMatch(/│ The problem\. word/);
  expect(text).toMatch(/• an item with some code [^\n]*\n {2}\S/);
  expect(text).toContain('  code   stays');
  expect(text).toContain('accept │ accept(2)');
  expect(text).not.toContain('---');
});
