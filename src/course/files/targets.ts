import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeIfOther } from '../../host/atomic-write.ts';
import { SKELETONS } from '../../host/hand-out.ts';
import { TARGETS } from '../../host/project.ts';
import { Stop } from '../../host/stop.ts';
import type { Lesson } from '../lesson.ts';
import { folderName, hasSolution, lessonDir, solutionDir } from '../registry.ts';
import { skeletonOf } from './skeleton.ts';

export interface LessonFile {
  readonly file: string;
  readonly text: string;
}

/**
 * The skeletons of a lesson's files, generated from its solution; the steps in `solved` keep their code. A copy without
 * solutions has them ready.
 */
export function skeletons(lesson: Lesson, solved: ReadonlySet<string> = new Set()): LessonFile[] {
  const pristine = join(SKELETONS, folderName(lesson));
  if (!hasSolution(lesson) && solved.size === 0 && existsSync(pristine)) return textsIn(pristine, lesson.files);
  if (!hasSolution(lesson))
    throw new Stop(`Skeletons are made from the reference, and solutions/${folderName(lesson)} is not here.`);
  return lesson.files.map((file) => ({
    file,
    text: skeletonOf(readFileSync(join(solutionDir(lesson), file), 'utf8'), solved),
  }));
}

/** The reference's files, without the given ones. */
export const referenceFiles = (lesson: Lesson): LessonFile[] => textsIn(solutionDir(lesson), lesson.files);

/** The given programs of a lesson. */
export const givenFiles = (lesson: Lesson): LessonFile[] => textsIn(lessonDir(lesson), lesson.given);

const textsIn = (folder: string, files: readonly string[]): LessonFile[] =>
  files.map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));

/** Writes lesson files and the given programs to a folder of this name; returns the root to grade. */
export function writeTarget(name: string, lesson: Lesson, files: readonly LessonFile[]): string {
  const root = join(TARGETS, name);
  const folder = join(root, folderName(lesson));
  mkdirSync(folder, { recursive: true });
  for (const { file, text } of [...givenFiles(lesson), ...files]) writeIfOther(join(folder, file), text);
  return root;
}
