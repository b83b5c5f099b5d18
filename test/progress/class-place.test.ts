import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lessons } from '../../src/course/registry.ts';
import { keepPlace, placeIn } from '../../src/progress/class-place.ts';
import { readProgress, updateProgress } from '../../src/progress/store.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-class-'));
  file = join(folder, '.lab', 'progress.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const [first, second] = lessons;
if (first === undefined || second === undefined) throw new Error('there are no lessons');
const place = (lesson = first): number | null => placeIn(readProgress(file), lesson, 9);

test('the place of each lesson is kept under a key that never changes, and removed on its own', () => {
  expect(place()).toBeNull();
  keepPlace(first, 4, file);
  keepPlace(second, 2, file);
  expect([place(), place(second)]).toEqual([4, 2]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('classes', { [first.slug]: 4, [second.slug]: 2 });
  keepPlace(first, null, file);
  expect([place(), place(second)]).toEqual([null, 2]);
});

test('the first step is no place to resume', () => {
  keepPlace(first, 4, file);
  keepPlace(first, 0, file);
  expect(place()).toBeNull();
});

test('writing a place keeps the points, and writing points keeps the place', () => {
  updateProgress((progress) => {
    progress.steps['a/b'] = { earned: 3, points: 4 };
  }, file);
  keepPlace(first, 4, file);
  updateProgress((progress) => {
    progress.hints['a/b'] = 2;
  }, file);
  expect(readProgress(file)).toMatchObject({ steps: { 'a/b': { earned: 3, points: 4 } }, hints: { 'a/b': 2 } });
  expect(place()).toBe(4);
});

test.each([
  undefined,
  null,
  7,
  'x',
  [],
  [3],
  { [first.slug]: '4' },
  { [first.slug]: -1 },
  { [first.slug]: 2.5 },
  { [first.slug]: 9 },
])('a file with classes: %j is read, and the place counts as none, until one is kept', (classes) => {
  mkdirSync(join(folder, '.lab'));
  const steps = { 'a/b': { earned: 3, points: 4 } };
  writeFileSync(file, JSON.stringify({ version: 1, steps, hints: {}, last: {}, classes }));
  expect(place()).toBeNull();
  keepPlace(first, 3, file);
  expect(place()).toBe(3);
  expect(readProgress(file).steps).toEqual(steps);
});
