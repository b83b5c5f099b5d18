import { expect, test } from 'vitest';
import { renderMarkdown } from '../../src/cli/handout/markdown.ts';
import { menuText } from '../../src/cli/menu/menu.ts';
import { overviewText } from '../../src/cli/menu/overview.ts';
import { lessons } from '../../src/course/registry.ts';
import { box } from '../../src/text/box.ts';
import { visibleLength } from '../../src/text/fold.ts';

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
