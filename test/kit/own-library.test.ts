import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { folderName, lessons } from '../../src/course/registry.ts';
import { PROJECT } from '../../src/host/project.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';
import { buildProgram } from '../../src/kit/process/build.ts';

mkdirSync(join(PROJECT, '.lab'), { recursive: true });
/** Below the project, whose package.json names the libraries. */
const scratch = makeScratch(join(PROJECT, '.lab'));
afterAll(() => removeScratch(scratch));

const makers = lessons.filter(({ library }) => library !== undefined);

function programIn(folder: string, text: string): string {
  mkdirSync(join(scratch, folder), { recursive: true });
  const path = join(scratch, folder, 'program.ts');
  writeFileSync(path, text);
  return path;
}

test.each(makers)('the library of lesson $id answers no step of its own lesson, and serves others', async (maker) => {
  const { slug, library = [] } = maker;
  for (const from of [`#${slug}`, ...library.map((file) => join(PROJECT, 'lessons', slug, file))]) {
    const text = `export * from '${from}';`;
    await expect(buildProgram(programIn(folderName(maker), text))).rejects.toThrow(
      /program\.ts:1:\d+: lessons\/.* is for later lessons/,
    );
    await expect(buildProgram(programIn(`99-not-${slug}`, text))).resolves.toMatch(/\.mjs$/);
  }
});
