/** Writes the files that are made from the solutions, skeletons and libraries, or lists those that differ. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeAtomically } from '../../host/atomic-write.ts';
import { PROJECT } from '../../host/project.ts';
import type { Lesson } from '../lesson.ts';
import { lessonDir, lessons, libraryDir } from '../registry.ts';
import { libraryFiles } from './library.ts';
import { type LessonFile, skeletons } from './targets.ts';

/** Returns the number of files that differed; without `check` they have been written. */
export function syncSkeletons(check: boolean): number {
  let differing = 0;
  const differs = (path: string, change: () => void): void => {
    differing++;
    if (!check) change();
    process.stdout.write(`${check ? 'differs from its solution' : 'written'}: ${relative(PROJECT, path)}\n`);
  };
  const sync = (folder: string, files: readonly LessonFile[]): void => {
    for (const { file, text } of files) {
      const path = join(folder, file);
      if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
      differs(path, () => writeAtomically(path, text));
    }
  };
  for (const lesson of lessons) {
    sync(lessonDir(lesson), skeletons(lesson));
    sync(libraryDir(lesson), libraryFiles(lesson));
    for (const path of strayIn(lesson)) differs(path, () => rmSync(path));
  }
  return differing;
}

/** Files in the folder of a library that no solution makes any more. */
function strayIn(lesson: Lesson): string[] {
  const folder = libraryDir(lesson);
  const made = libraryFiles(lesson).map(({ file }) => file);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => !made.includes(name)).map((name) => join(folder, name));
}
