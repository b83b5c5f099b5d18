import { beforeAll, expect, test } from 'vitest';
import { type Plan, planOf } from '../../src/class/plan.ts';
import type { Lesson } from '../../src/course/lesson.ts';
import { mistakesOf } from '../../src/course/mistakes/known-mistakes.ts';
import { lessons } from '../../src/course/registry.ts';
import { worth } from '../../src/grading/result.ts';

let plan: Plan;

beforeAll(async () => {
  plan = await planOf(lessons, 'none');
});

const titlesOf = (lesson: Lesson): string[] => (plan.get(lesson) ?? []).map(({ title }) => title);

test.each(lessons)('the tests of lesson $id have titles of their own, and 100 points', (lesson) => {
  const titles = titlesOf(lesson);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  expect(worth(plan.get(lesson) ?? [])).toBe(100);
});

test.each(lessons)('what tests of lesson $id need is a test of theirs', (lesson) => {
  const needed = (plan.get(lesson) ?? []).flatMap(({ needs }) => needs);
  expect(needed.filter((title) => !titlesOf(lesson).includes(title))).toEqual([]);
});

test.each(lessons)('what the known mistakes of lesson $id fail is a test of its', async (lesson) => {
  const named = (await mistakesOf(lesson)).flatMap(({ fails, also }) => [...fails, ...(also ?? [])]);
  expect(named.filter((title) => !titlesOf(lesson).includes(title))).toEqual([]);
});
