import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { bigPages } from '../../src/cli/walkthrough/big-pages.ts';
import { lessons } from '../../src/course/registry.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import { Take } from '../../src/stage/take.ts';
import { stepsOf } from '../../src/stage/walk.ts';
import { visibleLength } from '../../src/text/fold.ts';
import { paint } from '../../src/text/paint.ts';

// With colours: without them no text is dim.
const { level } = paint;
beforeAll(() => {
  paint.level = 1;
});
afterAll(() => {
  paint.level = level;
});

const { isTTY, getWindowSize } = process.stdout;
afterEach(() => {
  Object.assign(process.stdout, { isTTY, getWindowSize });
});

/** A step with much and long output. */
async function talkative(step: WalkStep): Promise<Take> {
  const [lesson] = lessons;
  if (lesson === undefined) throw new Error('there is no lesson');
  const take = new Take(lesson, {
    ...step,
    play: async (stage) => {
      stage.say('Words. '.repeat(120));
      stage.show('a title that is long, and goes on beyond the end of a narrow line', [
        'a row of evidence, 0123456789, '.repeat(5),
        ...Array.from({ length: 40 }, (_, i) => `row ${i}`),
      ]);
      for (let i = 0; i < 12; i++) stage.claim(i !== 7, `claim ${i}, which says what was seen in a few words more`);
    },
  });
  await take.settled;
  return take;
}

test.each([
  [40, 24],
  [60, 24],
  [80, 24],
  [100, 30],
  [40, 12],
])('at %i columns and %i rows every page of every step fits, and no text is dim', async (columns, rows) => {
  Object.assign(process.stdout, { isTTY: true, getWindowSize: () => [columns, rows] });
  let most = 0;
  for (const lesson of lessons) {
    const steps = await stepsOf(lesson);
    for (const [index, step] of steps.entries()) {
      const take = await talkative(step);
      for (const page of bigPages(step, { lesson, index, count: steps.length }, { take, chosen: 0 })) {
        const lines = (page.body + page.footer).split('\n');
        most = Math.max(most, ...lines.map(visibleLength));
        const where = `${lesson.id} ${index + 1}\n${page.body}`;
        expect(lines.length, where).toBe(rows);
        expect(Math.max(...lines.map(visibleLength)), where).toBeLessThanOrEqual(columns);
        expect(page.body + page.footer, where).not.toContain('\x1b[2m');
      }
    }
  }
  expect(most).toBeGreaterThan(columns / 2);
  expect(paint.dim('x'), 'colours are on').toContain('\x1b[2m');
});

test('the pages together have all output of a step', async () => {
  Object.assign(process.stdout, { isTTY: true, getWindowSize: () => [60, 24] });
  const [lesson] = lessons;
  if (lesson === undefined) throw new Error('there is no lesson');
  const [step] = await stepsOf(lesson);
  if (step === undefined) throw new Error('there is no step');
  const take = await talkative(step);
  const all = bigPages(step, { lesson, index: 0, count: 1 }, { take, chosen: null })
    .map(({ body }) => body)
    .join('\n');
  for (let i = 0; i < 40; i++) expect(all).toMatch(new RegExp(`row ${i} `));
  for (let i = 0; i < 12; i++) expect(all).toContain(`claim ${i},`);
  expect(all).toContain('not so');
});
