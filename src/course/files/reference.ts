import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeIfOther } from '../../host/atomic-write.ts';
import { PROJECT } from '../../host/project.ts';

/** Where generated folders of lesson programs go: skeletons under test, the reference, and the reference with a known mistake. */
export const TARGETS = join(PROJECT, '.lab', 'targets');

/** These stand in a lesson's folder and are no programs. */
const NO_PROGRAMS = new Set(['lesson.ts', 'diagnoses.ts']);

/**
 * The reference of the lesson in this folder (`NN-slug`) together with the programs that are given; returns that folder. The reference
 * alone is not complete: given programs are stored in lessons/ only.
 */
export function referenceFolder(folder: string): string {
  const target = join(TARGETS, 'reference', folder);
  for (const root of ['lessons', 'solutions']) {
    const from = join(PROJECT, root, folder);
    const names = existsSync(from) ? readdirSync(from) : [];
    for (const name of names.filter((file) => file.endsWith('.ts') && !NO_PROGRAMS.has(file)))
      if (root === 'solutions' || !existsSync(join(PROJECT, 'solutions', folder, name)))
        writeIfOther(join(target, name), readFileSync(join(from, name)));
  }
  return target;
}

/** One program of the reference. */
export const referenceFile = (folder: string, file: string): string => join(referenceFolder(folder), file);
