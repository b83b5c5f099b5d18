import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { takeLesson } from '../../src/class/submissions.ts';
import { skeletons } from '../../src/course/files/targets.ts';
import { lessons, libraryDir } from '../../src/course/registry.ts';
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

test.each(lessons.filter(({ library }) => library !== undefined))(
  'the library of lesson $id is there for lessons that use it, and is ours',
  (maker) => {
    const [lesson] = lessons;
    if (lesson === undefined) throw new Error('there is no lesson');
    const submission = { name: 'ann', lessons: folder };
    const [file = ''] = maker.library ?? [];
    mkdirSync(join(folder, maker.slug));
    writeFileSync(join(folder, maker.slug, file), '// hers');
    const taken = (uses: string[]): string => {
      const stage = join(folder, `stage-${uses.length}`);
      takeLesson(submission, { ...lesson, uses }, stage);
      return join(stage, maker.slug, file);
    };
    expect(readFileSync(taken([maker.slug]), 'utf8')).toBe(readFileSync(join(libraryDir(maker), file), 'utf8'));
    expect(existsSync(taken([]))).toBe(false);
  },
);
