import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SKELETONS } from '../../host/hand-out.ts';
import { onPath } from '../../host/on-path.ts';
import { PROJECT } from '../../host/project.ts';
import { Stop } from '../../host/stop.ts';
import type { Lesson, Step } from '../lesson.ts';
import { folderName, hasSolution, lessonDir, solutionDir } from '../registry.ts';
import { editable, endedAs, ownText } from './own-text.ts';
import { type Rewrite, WHOLE, withSteps } from './rewrite.ts';
import { isSkeleton, skeletonOf } from './skeleton.ts';

/** The rewrites that turn the lesson, or one step of it, into its skeleton. */
export function planReset(lesson: Lesson, step: Step | null): Rewrite[] {
  return lesson.files.flatMap((file) => {
    const mine = ownText(join(lessonDir(lesson), file));
    const skeleton = skeletonText(lesson, file);
    const text =
      step === null || mine === null ? skeleton : withSteps(editable(mine, file, WHOLE), skeleton, [step], file);
    return text === mine?.text ? [] : [{ file, content: endedAs(text, mine) }];
  });
}

/** The skeleton: generated from the solution, or as it was handed out, or the latest version in git that is one. */
function skeletonText(lesson: Lesson, file: string): string {
  if (hasSolution(lesson)) return skeletonOf(readFileSync(join(solutionDir(lesson), file), 'utf8'));
  const handedOut = join(SKELETONS, folderName(lesson), file);
  if (existsSync(handedOut)) return readFileSync(handedOut, 'utf8');
  const path = `lessons/${folderName(lesson)}/${file}`;
  for (const commit of git('log', '--format=%H', '--', path)?.split('\n') ?? []) {
    const text = commit === '' ? null : git('show', `${commit}:./${path}`);
    if (text !== null && isSkeleton(text)) return text;
  }
  const why = onPath('git') ? '' : ', for git is not installed';
  throw new Stop(
    `The skeleton of ${path} can be made neither from solutions/ nor from git${why}: take it from a fresh clone.`,
  );
}

function git(...args: string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { cwd: PROJECT, encoding: 'utf8' });
  return status === 0 ? stdout : null;
}
