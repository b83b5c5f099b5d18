import { beforeAll, describe, expect, test } from 'vitest';
import { grade } from '../../src/lab/grade.ts';
import { lessons } from '../../src/lab/registry.ts';
import { earned, type LessonReport, possible } from '../../src/lab/results.ts';

let reports: readonly LessonReport[] = [];

beforeAll(async () => {
  ({ reports } = await grade(lessons, { target: 'solutions', quiet: true }));
}, 120_000);

const reportOf = (id: string): LessonReport => {
  const report = reports.find((candidate) => candidate.lesson === id);
  if (report === undefined) throw new Error(`lesson ${id} was not graded`);
  return report;
};

describe.each(lessons)('the reference of lesson $id', ({ id, steps }) => {
  test('passes every graded test', () => {
    const failed = reportOf(id).tests.filter(({ status }) => status !== 'passed');
    expect(failed.map(({ title, failure }) => ({ title, failure }))).toEqual([]);
  });

  test('earns all of 100 points', () => {
    expect({ earned: earned(reportOf(id)), possible: possible(reportOf(id)) }).toEqual({ earned: 100, possible: 100 });
  });

  test('is graded in every step, and in no other', () => {
    expect([...new Set(reportOf(id).tests.map(({ step }) => step))].sort()).toEqual(
      steps.map((step) => step.id).sort(),
    );
  });
});
