/** Writes the skeletons of all lessons, or with `--check` says which differ from their solutions. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PROJECT } from '../../host/project.ts';
import { lessonDir, lessons } from '../registry.ts';
import { skeletons } from './targets.ts';

/** Returns how many skeletons differ (and, without `check`, were written). */
export function syncSkeletons(check: boolean): number {
  let differing = 0;
  for (const lesson of lessons) {
    mkdirSync(lessonDir(lesson), { recursive: true });
    for (const { file, text } of skeletons(lesson)) {
      const path = join(lessonDir(lesson), file);
      if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
      differing++;
      if (!check) writeFileSync(path, text);
      process.stdout.write(`${check ? 'differs from its solution' : 'written'}: ${relative(PROJECT, path)}\n`);
    }
  }
  return differing;
}
