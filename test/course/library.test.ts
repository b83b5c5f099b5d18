import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { libraryFiles, libraryLessons } from '../../src/course/files/library.ts';
import type { Lesson } from '../../src/course/lesson.ts';
import { lessons, libraryDir } from '../../src/course/registry.ts';
import { contents } from '../../src/hand-out/contents.ts';
import { packageJson } from '../../src/hand-out/pages.ts';
import { load } from '../../src/host/load.ts';

const makers = lessons.filter(({ library }) => library !== undefined);
/** Every file of every library. */
const tracked = makers.flatMap((maker) =>
  readdirSync(libraryDir(maker)).map((name) => `lessons/${maker.slug}/${name}`),
);

test.each(makers)('the library of lesson $id is its reference without steps', async (maker) => {
  const files = libraryFiles(maker);
  expect(readdirSync(libraryDir(maker)).sort()).toEqual(files.map(({ file }) => file).sort());
  for (const { file, text } of files) {
    expect(readFileSync(join(libraryDir(maker), file), 'utf8'), file).toBe(text);
    expect(text).not.toMatch(/#region|#endregion|TODO|todo\(/);
  }
  const library = (await load(join(libraryDir(maker), 'index.ts'))) as Record<string, unknown>;
  const exported = files.flatMap(({ text }) => [...text.matchAll(/^export (?:class|const|function) (\w+)/gm)]);
  expect(Object.keys(library).sort()).toEqual(exported.map(([, name]) => name).sort());
});

test.each(lessons)('a copy with lesson $id alone has the libraries that it uses, and no others', async (lesson) => {
  const copied = await contents(tracked, [lesson]);
  const slugs = new Set(copied.map((path) => path.split('/')[1]));
  expect([...slugs].sort()).toEqual([...(lesson.uses ?? [])].sort());
  const { imports } = JSON.parse(packageJson(copied)) as { imports: object };
  expect(makers.map(({ slug }) => slug).filter((slug) => `#${slug}` in imports)).toEqual(lesson.uses ?? []);
});

test('a lesson names the libraries that it uses by the slugs of their lessons', () => {
  const user = { uses: makers.map(({ slug }) => slug) } as unknown as Lesson;
  expect(libraryLessons(user)).toEqual(makers);
  expect(libraryLessons({} as Lesson)).toEqual([]);
});
