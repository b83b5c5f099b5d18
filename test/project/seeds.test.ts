import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scenesOf } from '../../src/cli/lesson/demo.ts';
import { mistakesOf } from '../../src/course/mistakes/known-mistakes.ts';
import { lessons } from '../../src/course/registry.ts';
import { PROJECT } from '../../src/host/project.ts';

/** The last cell of each row: where a section is taught, or a claim is refuted. */
const cells = readFileSync(join(PROJECT, 'docs', 'seeds.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').at(-2) as string);

test('every step that docs/seeds.md names exists', () => {
  const steps = new Set(lessons.flatMap((lesson) => lesson.steps.map(({ id }) => id)));
  const named = cells.flatMap((cell) => cell.match(/\b\d\d\.\d+\b/g) ?? []);
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((id) => !steps.has(id))).toEqual([]);
});

test('every scene that docs/seeds.md names exists', async () => {
  const known = new Map<string, ReadonlySet<string>>();
  for (const lesson of lessons) {
    const [scenes, mistakes] = [await scenesOf(lesson), await mistakesOf(lesson)];
    known.set(lesson.id, new Set([...scenes.map(({ name }) => name), ...mistakes.map(({ slug }) => slug)]));
  }
  const named = cells.flatMap((cell) =>
    [...cell.matchAll(/(\d\d) demo ((?:[a-z0-9-]+(?:, (?=[a-z]))?)+)/g)].flatMap(([, id = '', names = '']) =>
      names.split(', ').map((name) => ({ id, name })),
    ),
  );
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter(({ id, name }) => known.get(id)?.has(name) !== true)).toEqual([]);
});
