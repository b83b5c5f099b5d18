import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeLine, stepCode, stepTask } from '../course/files/code.ts';
import { skeletonOf } from '../course/files/skeleton.ts';
import type { Lesson } from '../course/lesson.ts';
import { solutionDir } from '../course/registry.ts';
import type { WalkStep } from './scene.ts';

export type ShownCode = NonNullable<WalkStep['code']>;

/** The lines of a step in the reference, or in the skeleton with its task, a list for each of the step's regions. */
export function codeOf(lesson: Lesson, { file, step, skeleton }: ShownCode): CodeLine[][] {
  const reference = readFileSync(join(solutionDir(lesson), file), 'utf8');
  return skeleton === true ? stepTask(skeletonOf(reference), step) : stepCode(reference, step);
}

/** The same steps for a class that has not handed in yet: they show the skeleton. The programs that play stay the reference's. */
export const withoutCode = (steps: readonly WalkStep[]): WalkStep[] =>
  steps.map((step) => (step.code === undefined ? step : { ...step, code: { ...step.code, skeleton: true } }));
