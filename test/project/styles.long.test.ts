import { stripVTControlCharacters } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { makeMistake } from '../../src/course/mistakes/known-mistakes.ts';
import { stylesOf } from '../../src/course/mistakes/styles.ts';
import { lessons } from '../../src/course/registry.ts';
import { GradingWorker } from '../../src/grading/grading-worker.ts';
import { failureText } from '../../src/report/failure-text.ts';

const worker = new GradingWorker();
afterAll(() => worker.end());

const styles = await Promise.all(
  lessons.map(async (lesson) => (await stylesOf(lesson)).map((style) => ({ lesson, style, slug: style.slug }))),
);

test.each(styles.flat())(
  'lesson $lesson.id: a right program in another style, $slug, gets all points',
  async ({ lesson, style }) => {
    const { error, tests } = await worker.grade(lesson, makeMistake(lesson, style), { order: {}, untilFailure: false });
    const failed = tests
      .filter(({ status }) => status !== 'passed')
      .map((result) => stripVTControlCharacters(failureText(result)));
    expect({ error, failed }).toEqual({ error: undefined, failed: [] });
  },
);
