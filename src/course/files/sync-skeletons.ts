/** Writes the skeletons of all lessons, or lists those that differ from their solutions. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeAtomically } from '../../host/atomic-write.ts';
import { PROJECT } from '../../host/project.ts';
import { lessonDir, lessons } from '../registry.ts';
import { skeletons } from './targets.ts';

/** Returns the number of skeletons that differed; without `check` they have been written. */
export function syncSkeletons(check: boolean): number {
  let differing = 0;
  for (const lesson of lessons) {
    for (const { file, text } of skeletons(lesson)) {
      const path = join(lessonDir(lesson), file);
      if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
      differing++;
      if (!check) writeAtomically(path, text);
      process.stdout.write(`${check ? 'differs from its solution' : 'written'}: ${relative(PROJECT, path)}\n`);
    }
  }
  return differing;
}
