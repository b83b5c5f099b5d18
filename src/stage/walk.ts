import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../course/lesson.ts';
import { diagnosisOf, folderName, hasSolution, solutionDir } from '../course/registry.ts';
import { load } from '../host/load.ts';
import { EXIT, Stop } from '../host/stop.ts';
import type { WalkStep } from './scene.ts';
import { Take } from './take.ts';

/** The steps of a lesson's walkthrough. */
export async function stepsOf(lesson: Lesson): Promise<readonly WalkStep[]> {
  if (!hasSolution(lesson)) {
    throw new Stop(`The walkthrough plays on the reference, and solutions/${folderName(lesson)} is not here.`);
  }
  const path = join(solutionDir(lesson), 'walkthrough.ts');
  if (!existsSync(path)) throw new Stop(`Lesson ${lesson.id} has no walkthrough yet.`);
  return ((await load(path)) as { steps: readonly WalkStep[] }).steps;
}

/** The slug of a known mistake, checked. */
export function mistakeNamed(lesson: Lesson, name: string): string {
  if (diagnosisOf(lesson, name) !== null) return name;
  throw new Stop(
    `Lesson ${lesson.id} has no mistake "${name}": npm run lesson ${lesson.id} demo list names them.`,
    EXIT.usage,
  );
}

/** The claims of one step that do not hold when the reference is replaced by a known mistake. */
export async function redClaims(lesson: Lesson, step: WalkStep, mistake?: string): Promise<string[]> {
  const take = new Take(lesson, step, { mistake });
  await take.settled;
  return take.red;
}
