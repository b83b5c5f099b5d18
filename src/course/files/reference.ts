import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeIfOther } from '../../host/atomic-write.ts';
import { PROJECT, TARGETS } from '../../host/project.ts';

/** Files of a lesson's folder that are not programs. */
const NO_PROGRAMS = new Set(['lesson.ts', 'diagnoses.ts']);

/**
 * Copies the reference of a lesson (`folder` is `NN-slug`) and its given programs to one folder; returns that folder.
 * solutions/ alone is not complete, because given programs are stored in lessons/ only.
 */
export function referenceFolder(folder: string): string {
  const target = join(TARGETS, 'reference', folder);
  mkdirSync(target, { recursive: true });
  for (const root of ['lessons', 'solutions']) {
    const from = join(PROJECT, root, folder);
    const names = existsSync(from) ? readdirSync(from) : [];
    for (const name of names.filter((file) => file.endsWith('.ts') && !NO_PROGRAMS.has(file)))
      if (root === 'solutions' || !existsSync(join(PROJECT, 'solutions', folder, name)))
        writeIfOther(join(target, name), readFileSync(join(from, name)));
  }
  return target;
}

/** The root to grade the reference of a lesson (`NN-slug`) in. In a hand-out it holds given programs only: the others are built. */
export const referenceRoot = (folder: string): string =>
  existsSync(join(PROJECT, 'solutions', folder)) ? 'solutions' : dirname(referenceFolder(folder));

/** The path of one program of the reference. */
export const referenceFile = (folder: string, file: string): string => join(referenceFolder(folder), file);
