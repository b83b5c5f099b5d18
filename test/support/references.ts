import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Lesson } from '../../src/course/lesson.ts';
import { grade } from '../../src/grading/grade.ts';
import { earned, type LessonReport, possible } from '../../src/grading/result.ts';
import { LESSON_POINTS } from '../../src/progress/points.ts';
import { failureText } from '../../src/report/failure-text.ts';

/** Grades the references of some lessons, side by side. */
export function gradeReferences(some: readonly Lesson[]): void {
  let reports: readonly LessonReport[] = [];

  beforeAll(async () => {
    reports = (await grade(some, { target: 'solutions' })).reports;
  }, 3_600_000); // some minutes alone; with all processors busy seven times as long has been seen

  describe.each(some)('the reference of lesson $id', ({ id, steps }) => {
    const report = (): LessonReport => {
      const found = reports.find(({ lesson }) => lesson === id);
      if (found === undefined) throw new Error(`lesson ${id} was not graded`);
      return found;
    };

    test('passes every graded test', () => {
      const { error, tests } = report();
      const failed = tests
        .filter(({ status }) => status !== 'passed')
        .map((test) => stripVTControlCharacters(failureText(test)));
      expect({ error, failed }).toEqual({ error: undefined, failed: [] });
    });

    test(`earns ${LESSON_POINTS} of ${LESSON_POINTS} points`, () => {
      expect([earned(report().tests), possible(report().tests)]).toEqual([LESSON_POINTS, LESSON_POINTS]);
    });

    test('is tested in every step of the registry, and in no other', () => {
      const tested = new Set(report().tests.map(({ step }) => step));
      expect([...tested].sort()).toEqual(steps.map((step) => step.id).sort());
    });
  });
}
