import { expect, test } from 'vitest';
import { lessons } from '../../src/course/registry.ts';
import { redClaims, stepsOf } from '../../src/stage/walk.ts';

/**
 * Claims must be able to fail: with a known mistake in the place of the reference these steps turn red, and those beside
 * them do not. CI plays every step on the reference itself. Chosen for different steps, and because they fail fast.
 */
const CASES: readonly (readonly [mistake: string, red: readonly number[], green: readonly number[]])[] = [
  ['L01-B06', [4], [3]],
  ['L01-B12', [6], [7]],
  ['L01-B16', [9], [1]],
  ['L02-B01', [2], [4]],
  ['L02-B04', [4], [1]],
  ['L02-B09', [5], []],
  ['L02-B14', [6, 7], [5]],
  ['L02-B12', [8], []],
  ['L03-B07', [2], [3]],
  ['L03-B09', [3], [2]],
  ['L03-B01', [4], []],
  ['L04-B12', [1], [6]],
  ['L04-B09', [7], []],
  ['L04-B08', [8], [1]],
  ['L05-B02', [1], [6]],
  ['L05-B01', [2], []],
  ['L05-B05', [5], [2]],
  ['L05-B09', [4, 7], []],
  ['L06-B05', [1, 4], [7]],
  ['L06-B15', [4], []],
  ['L06-B13', [7], [1]],
  ['L06-B09', [8], []],
  ['L07-B07', [1], [2]],
  ['L07-B03', [2, 3, 7], []],
  ['L08-B01', [3], [1]],
  ['L08-B11', [5], [3]],
  ['L09-B09', [1], [6]],
  ['L09-B19', [2], []],
  ['L09-B03', [4], [1]],
  ['L09-B01', [6], [2]],
];

test.concurrent.each(CASES)('%s turns red steps %j, and not %j', async (mistake, red, green) => {
  const lesson = lessons.find(({ mistakes }) => Object.hasOwn(mistakes, mistake));
  if (lesson === undefined) throw new Error(`there is no mistake ${mistake}`);
  const steps = await stepsOf(lesson);
  const seen: Record<number, readonly string[]> = {};
  for (const number of [...red, ...green]) {
    const step = steps[number - 1];
    if (step === undefined) throw new Error(`lesson ${lesson.id} has no step ${number}`);
    seen[number] = await redClaims(lesson, step, mistake);
  }
  const reds = Object.keys(seen).filter((number) => seen[Number(number)]?.length !== 0);
  expect(reds.map(Number), JSON.stringify(seen)).toEqual([...red]);
});

test('every lesson is among them', () => {
  const tried = new Set(CASES.map(([mistake]) => mistake.slice(1, 3)));
  expect(lessons.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
});
