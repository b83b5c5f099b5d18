import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Lesson } from '../../src/course/lesson.ts';
import { findLesson, solutionDir } from '../../src/course/registry.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { buildAssets } from '../../src/web/assets.ts';
import { Projector } from '../../src/web/server.ts';

export function lessonOf(id: string): Lesson {
  const lesson = findLesson(id);
  if (lesson === null) throw new Error(`there is no lesson ${id}`);
  return lesson;
}

export async function walkthroughOf(id: string): Promise<readonly WalkStep[]> {
  const path = join(solutionDir(lessonOf(id)), 'walkthrough.ts');
  return ((await import(pathToFileURL(path).href)) as { steps: readonly WalkStep[] }).steps;
}

/** The projector of a lesson, at a free port of this process. */
export async function project(id: string, steps: readonly WalkStep[]): Promise<Projector> {
  const lesson = lessonOf(id);
  const page = new Projector(lesson, steps, await buildAssets(lesson.title), randomBytes(16).toString('hex'));
  await page.listen(0);
  return page;
}

/** A step for a test. */
export const stepOf = (title: string, play: (stage: Stage) => Promise<void>): WalkStep => ({
  title,
  say: `About ${title}.`,
  predict: { question: 'Yes or no?', choices: ['yes', 'no'], answer: 0 },
  play,
  proves: `That was ${title}.`,
});
