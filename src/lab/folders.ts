import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../kit/project.ts';
import type { Lesson } from './lesson.ts';
import { folderName, lessonDir, solutionDir } from './registry.ts';
import { skeletonOf } from './skeleton.ts';

/** Where generated lesson folders go: skeletons under test, solutions with a known mistake. */
export const TARGETS = join(PROJECT, '.lab', 'targets');

/** The skeleton of each file of a lesson, from its solution. */
export function skeletons(lesson: Lesson, solved: ReadonlySet<string> = new Set()): { file: string; text: string }[] {
  return lesson.files.map((file) => ({
    file,
    text: skeletonOf(readFileSync(join(solutionDir(lesson), file), 'utf8'), solved),
  }));
}

/** Writes a folder of lesson files under a name of its own; returns the root to grade. */
export function writeTarget(name: string, lesson: Lesson, files: readonly { file: string; text: string }[]): string {
  const root = join(TARGETS, name);
  const folder = join(root, folderName(lesson));
  mkdirSync(folder, { recursive: true });
  for (const { file, text } of files) writeFileSync(join(folder, file), text);
  return root;
}

/** Keeps the learner's version of a file before it is changed; returns where, or null when there was none. */
export function setAside(lesson: Lesson, file: string): string | null {
  const path = join(lessonDir(lesson), file);
  if (!existsSync(path)) return null;
  const folder = join(PROJECT, '.lab', 'kept', folderName(lesson));
  mkdirSync(folder, { recursive: true });
  const stamp = new Date()
    .toISOString()
    .replaceAll(':', '-')
    .replace(/\.\d+Z$/, '');
  for (let n = 0; ; n++) {
    const copy = join(folder, `${stamp}${n === 0 ? '' : `-${n}`}-${file}`);
    if (existsSync(copy)) continue;
    copyFileSync(path, copy);
    return copy;
  }
}
