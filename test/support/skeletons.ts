import { beforeAll, describe, expect, test } from 'vitest';
import { skeletons, writeTarget } from '../../src/course/files/targets.ts';
import type { Lesson } from '../../src/course/lesson.ts';
import { grade } from '../../src/grading/grade.ts';
import type { LessonReport, TestResult } from '../../src/grading/result.ts';
import { reasonText } from '../../src/report/failure-text.ts';

/** Grades the skeletons of some lessons, side by side. */
export function gradeSkeletons(some: readonly Lesson[]): void {
  let reports: readonly LessonReport[] = [];

  beforeAll(async () => {
    const roots = some.map((lesson) => writeTarget('skeletons', lesson, skeletons(lesson)));
    reports = (await grade(some, { target: roots[0] ?? '' })).reports;
  });

  describe.each(some)('the skeleton of lesson $id', ({ id }) => {
    const results = (): readonly TestResult[] => reports.find(({ lesson }) => lesson === id)?.tests ?? [];

    test('fails every graded test as not written yet, and for no other reason', () => {
      const others = results()
        .filter(({ status }) => status !== 'todo' && status !== 'waiting')
        .map((test) => ({ title: test.title, saw: reasonText(test) }));
      expect(others).toEqual([]);
      expect(results().some(({ status }) => status === 'todo')).toBe(true);
    });

    test('every waiting test waits for one that is not written yet', () => {
      const open = new Set(results().map(({ title }) => title));
      const blockers = results().flatMap((test) => (test.status === 'waiting' ? [test.for.title] : []));
      expect(blockers.filter((title) => !open.has(title))).toEqual([]);
    });

    test('a test of an unwritten step names the place to edit', () => {
      const missing = results().flatMap((test) => (test.status === 'todo' ? [test.todo] : []));
      expect(missing.filter(({ place }) => !/^\S+\.ts:\d+$/.test(place ?? ''))).toEqual([]);
    });
  });
}
