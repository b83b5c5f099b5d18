import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { regionsOf } from '../../src/course/files/skeleton.ts';
import type { Lesson } from '../../src/course/lesson.ts';
import { type Edit, mistakesOf } from '../../src/course/mistakes/known-mistakes.ts';
import { lessons, solutionDir } from '../../src/course/registry.ts';

/** The steps whose regions an edit changes. */
function stepsOf(lesson: Lesson, { file, find }: Edit): string[] {
  const source = readFileSync(join(solutionDir(lesson), file), 'utf8');
  const lineAt = (place: number): number => source.slice(0, place).split('\n').length - 1;
  const from = source.indexOf(find);
  const [first, last] = [lineAt(from), lineAt(from + find.trimEnd().length)];
  return regionsOf(source)
    .filter(({ begin, end }) => first <= end && begin <= last)
    .map(({ step }) => step);
}

test.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
  'a known mistake of lesson %s names the step that it is made in; one made in several may leave it to the test',
  async (_, lesson) => {
    for (const { slug, edits } of await mistakesOf(lesson)) {
      const steps = [...new Set(edits.flatMap((edit) => stepsOf(lesson, edit)))];
      const { step } = lesson.diagnoses[slug] ?? {};
      if (steps.length === 0) expect(step, slug).toBeUndefined();
      else if (steps.length === 1 || step !== undefined) expect(steps, slug).toContain(step);
    }
  },
);
