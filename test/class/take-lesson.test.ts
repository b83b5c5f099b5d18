import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { takeLesson } from '../../src/class/submissions.ts';
import { skeletons } from '../../src/course/files/targets.ts';
import { lessons } from '../../src/course/registry.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';

const folder = makeScratch();
afterAll(() => removeScratch(folder));

test.each(lessons)('lesson $id: skeletons with the line ends of Windows are unchanged ones', (lesson) => {
  const files = join(folder, lesson.id);
  mkdirSync(files);
  for (const { file, text } of skeletons(lesson)) writeFileSync(join(files, file), text.replaceAll('\n', '\r\n'));
  const taken = takeLesson({ name: 'ann', lessons: null, files }, lesson, join(folder, 'taken'));
  expect(taken).toEqual({ untouched: true, notes: [] });
});
