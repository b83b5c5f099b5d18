import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from '../../kit/on-path.ts';
import { PROJECT } from '../../kit/project.ts';
import type { Lesson } from '../../lab/lesson.ts';
import { folderName, hasSolution } from '../../lab/registry.ts';
import { paint } from '../../lab/render.ts';
import { EXIT, Stop } from '../../lab/stop.ts';
import { page } from '../pager.ts';

/** What git says before the two names: blob numbers help nobody here. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const GIT_HEADER = /^(\x1b\[[0-9;]*m)?(diff --git |index [0-9a-f]+\.\.)/;

/** `NN diff [file]`: mine on the left, the reference on the right. */
export async function diff(lesson: Lesson, args: readonly string[]): Promise<number> {
  if (!hasSolution(lesson))
    throw new Stop(`There is nothing to compare with: solutions/${folderName(lesson)} is not here.`);
  const files = args[0] === undefined ? lesson.files : [namedFile(lesson, args[0])];
  await page(files.map((file) => compare(lesson, file)).join('\n'));
  return EXIT.ok;
}

/** A file as people type it, with or without `.ts`. */
export function namedFile(lesson: Lesson, text: string): string {
  const file = lesson.files.find((name) => name === text || name === `${text}.ts`);
  if (file !== undefined) return file;
  throw new Stop(`Lesson ${lesson.id} has no file "${text}": there are ${lesson.files.join(', ')}.`, EXIT.usage);
}

function compare(lesson: Lesson, file: string): string {
  const mine = join('lessons', folderName(lesson), file);
  const reference = join('solutions', folderName(lesson), file);
  if (!existsSync(join(PROJECT, mine)))
    throw new Stop(`${mine} is missing: npm run lesson ${lesson.id} reset brings it back.`);
  if (readFileSync(join(PROJECT, mine), 'utf8') === readFileSync(join(PROJECT, reference), 'utf8')) {
    return ` ${paint.green('✓')} ${file} is the same as the reference.`;
  }
  const color = paint.level > 0 ? 'always' : 'never';
  const [program, ...options] = onPath('git')
    ? ['git', '--no-pager', 'diff', '--no-index', '--no-ext-diff', `--color=${color}`, '--']
    : ['diff', '-u', `--color=${color}`, '--'];
  const run = spawnSync(program ?? 'diff', [...options, mine, reference], { cwd: PROJECT, encoding: 'utf8' });
  if (run.error !== undefined || (run.status ?? 2) > 1) {
    throw new Stop(`Comparing takes git or diff: ${run.error?.message ?? run.stderr.trim()}`);
  }
  const lines = run.stdout.trimEnd().split('\n');
  return lines.filter((line) => !GIT_HEADER.test(line)).join('\n');
}
