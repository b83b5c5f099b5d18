import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { close, dup2, O_CREAT, O_RDWR, open as openFile } from '#sys';
import { bwrapProblem } from '../../src/class/cage.ts';
import { gradeClass } from '../../src/class/grade-class.ts';
import { planOf } from '../../src/class/plan.ts';
import { earnedOf } from '../../src/class/submission-report.ts';
import { findSubmissions } from '../../src/class/submissions.ts';
import { lessons } from '../../src/course/registry.ts';
import { PROJECT } from '../../src/host/project.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';
import { caged } from './caged.ts';
import { HOSTILE, putHostile } from './submissions.ts';

const INHERITED = 200;

const problem = bwrapProblem();
if (problem !== null) process.stderr.write(`test/class/hostile.long.test.ts: skipped, ${problem}\n`);

describe.skipIf(problem !== null)('submissions that mean harm', () => {
  const folder = makeScratch();
  afterAll(() => removeScratch(folder));

  test('each gets its own points, and no other submission loses any', { timeout: 1_800_000 }, async () => {
    const names = Object.keys(HOSTILE).sort();
    for (const name of names) {
      mkdirSync(join(folder, name));
      putHostile(join(folder, name), name);
    }
    const [lesson] = lessons;
    if (lesson === undefined) throw new Error('there is no lesson');
    const watched = ['test/lesson01/graded.test.ts', 'src/grading/result.ts'].map((name) => join(PROJECT, name));
    const before = watched.map((path) => readFileSync(path, 'utf8'));
    const points: Record<string, number | null> = {};
    // As after `exec 200>>FILE` in the shell that grades: dup2 leaves close-on-exec off.
    const lock = openFile(join(folder, 'lock'), O_CREAT | O_RDWR);
    dup2(lock, INHERITED);
    await gradeClass(findSubmissions(folder, [lesson]).submissions, {
      plan: await planOf([lesson], 'bwrap'),
      cage: 'bwrap',
      jobs: 2,
      onDone: (report) => {
        points[report.name] = earnedOf(report);
      },
    });
    expect(points).toEqual(Object.fromEntries(names.map((name) => [name, HOSTILE[name]?.points])));
    expect(watched.map((path) => readFileSync(path, 'utf8'))).toEqual(before);
    for (const fd of [lock, INHERITED]) close(fd);
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe('');
    expect(caged()).toEqual([]);
  });
});
