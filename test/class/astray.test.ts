import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { unpackClass } from '../../src/class/archives/unpack.ts';
import { gradeLesson } from '../../src/class/grade-submission.ts';
import { pointsOf } from '../../src/class/submission-report.ts';
import { findSubmissions } from '../../src/class/submissions.ts';
import { findLesson, solutionDir } from '../../src/course/registry.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';

const folder = makeScratch();
afterAll(() => removeScratch(folder));
const lessons = ['02', '03'].map((id) => findLesson(id)).filter((lesson) => lesson !== null);

test.each([
  [
    'programs at the top',
    /which lesson its files belong to: .*server\.ts/,
    (own: string) => cpSync(solutionDir(lessons[0] as never), own, { recursive: true }),
  ],
  [
    'an archive',
    /which lesson its files belong to: work\.zip$/,
    (own: string) => writeFileSync(join(own, 'work.zip'), 'PK'),
  ],
  [
    'an archive that was refused',
    /^its archive was not unpacked: lea\.zip: it is damaged, or no zip/,
    async (own: string) => {
      rmSync(own, { recursive: true });
      const from = join(folder, 'archives');
      mkdirSync(from);
      writeFileSync(join(from, 'lea.zip'), 'PK');
      expect((await unpackClass(from, dirname(own))).submissions).toEqual([]);
    },
  ],
])('%s: no lesson is graded, and none has 0 points', async (what, why, hand) => {
  const own = join(folder, what, 'lea');
  mkdirSync(own, { recursive: true });
  await hand(own);
  const [submission] = findSubmissions(join(folder, what), lessons).submissions;
  if (submission === undefined) throw new Error('no submission');
  for (const lesson of lessons) {
    const graded = await gradeLesson(submission, lesson, new Map([[lesson, []]]), { cage: 'none', slot: 0 });
    expect(pointsOf(graded)).toBe(null);
    expect(graded.error).toMatch(why);
  }
});

test('an empty folder has handed in nothing', () => {
  mkdirSync(join(folder, 'class', 'bob'), { recursive: true });
  expect(findSubmissions(join(folder, 'class'), lessons).submissions).toEqual([{ name: 'bob', lessons: null }]);
});
