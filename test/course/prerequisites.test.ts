import { expect, test } from 'vitest';
import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { Finding } from '../../src/kit/finding.ts';

interface Sketch {
  readonly title: string;
  readonly needs?: readonly string[];
  readonly fails?: boolean;
}

/** The tests that were run, and the statuses of all. */
async function graded(sketches: readonly Sketch[]): Promise<{ ran: string[]; statuses: string[] }> {
  const ran: string[] = [];
  const tests = new LessonTests('01');
  for (const { title, needs = [], fails = false } of sketches)
    tests.graded(
      '01.1',
      2,
      title,
      async () => {
        ran.push(title);
        if (fails) throw new Finding({ expected: 'this', saw: 'that' });
      },
      { needs },
    );
  const run = tests.start({});
  const statuses: string[] = [];
  for (const { title } of sketches) statuses.push((await run.result(title)).status);
  return { ran, statuses };
}

test('a test whose prerequisite has failed is tried: it gets its points, or waits for the prerequisite', async () => {
  const { ran, statuses } = await graded([
    { title: 'shares', fails: true },
    { title: 'stops', needs: ['shares'] },
    { title: 'counts', needs: ['shares'], fails: true },
    { title: 'sums', needs: ['counts'] },
  ]);
  expect(ran).toEqual(['shares', 'stops', 'counts', 'sums']);
  expect(statuses).toEqual(['failed', 'passed', 'waiting', 'passed']);
});

test('after eight failures nothing is tried any more', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const { ran, statuses } = await graded([
    { title: 'serves' },
    ...names.map((title) => ({ title, needs: ['serves'], fails: true })),
    { title: 'last', needs: ['a'] },
  ]);
  expect(ran).toEqual(['serves', ...names]);
  expect(statuses.at(-1)).toBe('waiting');
});
