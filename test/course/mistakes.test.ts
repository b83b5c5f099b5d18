import { expect, test } from 'vitest';
import { makeMistake, mistakesOf } from '../../src/course/mistakes/known-mistakes.ts';
import { lessons } from '../../src/course/registry.ts';
import { judge, unmatched } from '../../src/grading/check-mistake.ts';
import type { TestResult } from '../../src/grading/result.ts';
import { inParallel } from '../../src/host/in-parallel.ts';

const known = { slug: 'slip', edits: [], fails: ['echoes'], also: ['serves'] };

const test42 = (title: string) => ({ lesson: '42', step: '42.1', title, points: 1 });

const passed = (title: string): TestResult => ({ ...test42(title), status: 'passed', transcript: [] });

const waiting = (title: string): TestResult => ({
  ...test42(title),
  status: 'waiting',
  for: { title: 'x', step: '42.1' },
});

const failed = (title: string, looksLike?: string): TestResult => ({
  ...test42(title),
  status: 'failed',
  transcript: [],
  failure: { expected: 'this', saw: 'that', log: [], looksLike },
  unwritten: [],
});

test('a mistake is caught when its tests fail with its name and no other test fails', () => {
  const tests = [failed('echoes', 'slip'), failed('serves'), waiting('listens')];
  expect(judge(known, tests)).toEqual([]);
});

test.each([
  [[passed('echoes')], '"echoes" should fail and is passed'],
  [[waiting('echoes')], '"echoes" should fail and is waiting'],
  [[failed('echoes', 'other')], '"echoes" fails, but looks like other: saw that'],
  [[failed('echoes')], '"echoes" fails, but looks like no known mistake: saw that'],
  [[], 'there is no test "echoes"'],
  [[failed('echoes', 'slip'), failed('listens')], '"listens" is failed as well: saw that'],
])('and otherwise it says what is not so', (tests, problem) => {
  expect(judge(known, tests)).toEqual([problem]);
});

test.each(lessons)('every known mistake of lesson $id has its file, and every file its mistake', async (lesson) => {
  expect(unmatched(lesson, await mistakesOf(lesson))).toEqual([]);
});

test('inParallel runs every task, and at most `width` at a time', async () => {
  let now = 0;
  let most = 0;
  const done: number[] = [];
  await inParallel([1, 2, 3, 4, 5], 2, async (task) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 5));
    now--;
    done.push(task);
  });
  expect({ most, done: done.sort() }).toEqual({ most: 2, done: [1, 2, 3, 4, 5] });
});

test.each(lessons)('the edits of the known mistakes of lesson $id fit its reference', async (lesson) => {
  for (const mistake of await mistakesOf(lesson)) {
    expect(() => makeMistake(lesson, mistake), mistake.slug).not.toThrow();
  }
});
