import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { gradeLesson } from '../../src/class/grade-submission.ts';
import { pointsOf } from '../../src/class/submission-report.ts';
import { findSubmissions } from '../../src/class/submissions.ts';
import { findLesson, solutionDir } from '../../src/course/registry.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';

const folder = makeScratch();
afterAll(() => removeScratch(folder));
const lessons = ['02', '03'].map((id) => findLesson(id)).filter((lesson) => lesson !== null);

test.each([
  ['programs at the top', (own: string) => cpSync(solutionDir(lessons[0] as never), own, { recursive: true })],
  ['an archive that nobody has unpacked', (own: string) => writeFileSync(join(own, 'work.zip'), 'PK')],
])('%s: no lesson is graded, and none has 0 points', async (what, hand) => {
  const own = join(folder, what, 'lea');
  mkdirSync(own, { recursive: true });
  hand(own);
  const [submission] = findSubmissions(join(folder, what), lessons).submissions;
  if (submission === undefined) throw new Error('no submission');
  for (const lesson of lessons) {
    const graded = await gradeLesson(submission, lesson, new Map([[lesson, []]]), { cage: 'none', slot: 0 });
    expect(pointsOf(graded)).toBe(null);
    expect(graded.error).toMatch(/which lesson its files belong to: put .*(server\.ts|work\.zip).* into 0[23]-/);
  }
});

test('an empty folder has handed in nothing', () => {
  mkdirSync(join(folder, 'class', 'bob'), { recursive: true });
  expect(findSubmissions(join(folder, 'class'), lessons).submissions).toEqual([
    { name: 'bob', lessons: null, astray: [] },
  ]);
});
