import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../kit/project.ts';
import type { Lesson, Step } from './lesson.ts';
import { folderName, hasSolution, lessonDir, solutionDir } from './registry.ts';
import { type Rewrite, withSteps } from './rewrite.ts';
import { skeletonOf } from './skeleton.ts';
import { Stop } from './stop.ts';

/** What has to change so that the lesson, or one step of it, is the skeleton again. */
export function planReset(lesson: Lesson, step: Step | null): Rewrite[] {
  return lesson.files.flatMap((file) => {
    const path = join(lessonDir(lesson), file);
    const mine = existsSync(path) ? readFileSync(path, 'utf8') : null;
    const skeleton = skeletonText(lesson, file);
    const text = step === null || mine === null ? skeleton : withSteps(mine, skeleton, [step], file);
    return text === mine ? [] : [{ file, text }];
  });
}

/** The skeleton: made from the solution, or where there is none, as git has it. */
function skeletonText(lesson: Lesson, file: string): string {
  if (hasSolution(lesson)) return skeletonOf(readFileSync(join(solutionDir(lesson), file), 'utf8'));
  const path = `lessons/${folderName(lesson)}/${file}`;
  const git = spawnSync('git', ['show', `HEAD:./${path}`], { cwd: PROJECT, encoding: 'utf8' });
  if (git.status === 0) return git.stdout;
  throw new Stop(
    `The skeleton of ${path} can be made neither from solutions/ nor from git: take it from a fresh clone.`,
  );
}
