import { beforeAll, describe, expect, test } from 'vitest';
import { skeletons, writeTarget } from '../../src/course/files/folders.ts';
import { lessons } from '../../src/course/registry.ts';
import { grade } from '../../src/grading/grade.ts';
import type { LessonReport, TestResult } from '../../src/grading/result.ts';

let reports: readonly LessonReport[] = [];

beforeAll(async () => {
  const roots = lessons.map((lesson) => writeTarget('skeletons', lesson, skeletons(lesson)));
  reports = (await grade(lessons, { target: roots[0] ?? '', quiet: true })).reports;
}, 300_000);

describe.each(lessons)('the skeleton of lesson $id', ({ id }) => {
  const results = (): readonly TestResult[] => reports.find(({ lesson }) => lesson === id)?.tests ?? [];

  test('fails every graded test because it is not written yet, and for no other reason', () => {
    const others = results()
      .filter(({ status }) => status !== 'todo' && status !== 'waiting')
      .map(({ title, status, failure }) => ({ title, status, saw: failure?.saw }));
    expect(others).toEqual([]);
    expect(results().some(({ status }) => status === 'todo')).toBe(true);
  });

  test('a test that waits, waits for one that is not written yet', () => {
    const open = new Set(results().map(({ title }) => title));
    for (const { title, status, failure } of results()) {
      if (status !== 'waiting') continue;
      const blocker = /^"(.*)" to pass first$/.exec(failure?.expected ?? '')?.[1] ?? '';
      expect(open, `"${title}" waits for "${blocker}"`).toContain(blocker);
    }
  });
});
