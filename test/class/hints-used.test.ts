import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { classJson } from '../../src/class/formats/json.ts';
import { submissionText } from '../../src/class/formats/text.ts';
import { hintsUsed } from '../../src/class/hints-used.ts';
import { lessons } from '../../src/course/registry.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';

const scratch = makeScratch();
afterAll(() => removeScratch(scratch));
const [lesson] = lessons;
if (lesson === undefined) throw new Error('there is no lesson');
const [first, second] = lesson.steps;
const submission = { name: 'ann', lessons: join(scratch, 'lessons') };
const path = join(scratch, '.lab', 'progress.json');

beforeEach(() => {
  rmSync(join(scratch, '.lab'), { recursive: true, force: true });
  mkdirSync(join(scratch, '.lab'));
});

test('hints are read from the progress of the copy, and named as what the copy says', () => {
  const hints = { [first?.key ?? '']: 2, [second?.key ?? '']: -1, unknown: 3, constructor: 4 };
  writeFileSync(path, JSON.stringify({ hints }));
  const used = hintsUsed(submission, lesson);
  expect(used).toEqual([{ step: first?.id, hints: 2 }]);
  const grade = { lesson: '01', title: 'Echo', points: 0, untouched: false, notes: [], tests: [], hints: used };
  const report = { name: 'ann', lessons: [grade], seconds: 1 };
  expect(submissionText(report)).toContain(`Hints, as the copy says: ${first?.id} 2.`);
  expect(classJson([report], 1)).toContain('"hintsAsTheCopySays"');
});

test.each([
  '',
  'null',
  '[]',
  '{"hints":null}',
  '{"hints":7}',
  '{"hints":{"a":1e99}}',
  `{"x":"${'x'.repeat(200_000)}"}`,
])('a progress that makes no sense says nothing: %.20s', (text) => {
  writeFileSync(path, text);
  expect(hintsUsed(submission, lesson) ?? []).toEqual([]);
});

test('a link is not followed', () => {
  const elsewhere = join(scratch, 'elsewhere.json');
  writeFileSync(elsewhere, JSON.stringify({ hints: { [first?.key ?? '']: 2 } }));
  symlinkSync(elsewhere, path);
  expect(hintsUsed(submission, lesson)).toBeNull();
});
