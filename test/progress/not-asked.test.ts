import { expect, test } from 'vitest';
import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { earned, possible, type TestResult, worth } from '../../src/grading/result.ts';

test('a test that this machine cannot run is named, and its points are not asked', async () => {
  const lesson = new LessonTests('98');
  let ran = false;
  lesson.graded('98.1', 60, 'runs everywhere', async () => {});
  const forbidden = async (): Promise<void> => {
    ran = true;
  };
  lesson.graded('98.2', 40, 'needs a ring', forbidden, { needs: ['runs everywhere'], unless: 'rings are forbidden' });
  lesson.graded('98.2', 0, 'has what it needs', async () => {}, { unless: null });
  const run = lesson.start({});
  const results: TestResult[] = [];
  for (const title of run.titles) results.push(await run.result(title));
  expect(results.map(({ status }) => status)).toEqual(['passed', 'not run', 'passed']);
  expect(results[1]).toMatchObject({ why: 'not asked here: rings are forbidden' });
  expect(ran).toBe(false);
  expect([earned(results), possible(results), worth(results)]).toEqual([60, 60, 100]);
});
