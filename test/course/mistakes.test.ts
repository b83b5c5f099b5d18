import { expect, test } from 'vitest';
import { mistakesOf } from '../../src/course/mistakes/known-mistakes.ts';
import { lessons } from '../../src/course/registry.ts';
import { judge, unmatched } from '../../src/grading/check-mistake.ts';
import type { TestResult } from '../../src/grading/result.ts';
import { inParallel } from '../../src/host/in-parallel.ts';

const known = { id: 'L42-B01', edits: [], fails: ['echoes'], also: ['serves'] };

const result = (title: string, status: TestResult['status'], looksLike?: string): TestResult => ({
  lesson: '42',
  step: '42.1',
  title,
  points: 1,
  earned: 0,
  status,
  transcript: [],
  failure: { expected: 'this', saw: 'that', log: [], looksLike },
});

test('a mistake is caught when its tests fail with its name and no other test fails', () => {
  const tests = [result('echoes', 'failed', 'L42-B01'), result('serves', 'failed'), result('listens', 'waiting')];
  expect(judge(known, tests)).toEqual([]);
});

test.each([
  [[result('echoes', 'passed')], '"echoes" should fail and is passed'],
  [[result('echoes', 'waiting')], '"echoes" should fail and is waiting'],
  [[result('echoes', 'failed', 'L42-B02')], '"echoes" fails, but looks like L42-B02: saw that'],
  [[result('echoes', 'failed')], '"echoes" fails, but looks like no known mistake: saw that'],
  [[], 'there is no test "echoes"'],
  [[result('echoes', 'failed', 'L42-B01'), result('listens', 'failed')], '"listens" is failed as well: saw that'],
])('and otherwise it says what is not so', (tests, problem) => {
  expect(judge(known, tests)).toEqual([problem]);
});

test.each(lessons)('every known mistake of lesson $id has its file, and every file its mistake', async (lesson) => {
  expect(unmatched(lesson, await mistakesOf(lesson))).toEqual([]);
});

test('work is done some at a time, all of it', async () => {
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
