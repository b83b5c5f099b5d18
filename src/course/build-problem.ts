import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError, buildProgram } from '../kit/process/build.ts';
import type { Lesson } from './lesson.ts';
import { folderName, lessonDir } from './registry.ts';

/** Why a learner's file cannot be built, in one sentence; null when it can. */
export async function buildProblem(lesson: Lesson, file: string): Promise<string | null> {
  const path = join(lessonDir(lesson), file);
  if (!existsSync(path)) {
    return `lessons/${folderName(lesson)}/${file} is missing: npm run lesson ${lesson.id} reset brings it back.`;
  }
  try {
    await buildProgram(path);
    return null;
  } catch (error) {
    if (error instanceof BuildError) return error.message;
    throw error;
  }
}

/** The build problems of a lesson, without repeats: a broken file also breaks the files that import it. */
export async function buildProblems(lesson: Lesson): Promise<string[]> {
  const problems = await Promise.all([...lesson.files, ...lesson.given].map((file) => buildProblem(lesson, file)));
  return [...new Set(problems.filter((problem) => problem !== null))];
}
