import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../course/lesson.ts';
import { folderName, lessonDir } from '../course/registry.ts';
import { grade } from '../grading/grade.ts';
import type { LessonReport } from '../grading/result.ts';
import { Stop } from '../host/stop.ts';
import { BuildError, buildProgram } from '../kit/process/build.ts';
import { recordReport, updateProgress } from './store.ts';

/** Why a learner's file cannot be run at all, in one sentence; null when it can. */
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

/** What a person is told after a grading. */
export interface Recorded {
  readonly status: number;
  readonly reports: readonly LessonReport[];
  /** Lessons of which only a part was run, so that their points stay as they were. */
  readonly partial: readonly string[];
}

/** What a person may ask for: options of vitest, one step, and an end of it all. */
export interface Asked {
  readonly vitestArgs: readonly string[];
  readonly step?: string | undefined;
  readonly signal?: AbortSignal;
}

/** Grades the learner's lessons and records their points. A file that cannot be built stops it before it starts. */
export async function gradeMine(lessons: readonly Lesson[], { step, ...asked }: Asked): Promise<Recorded> {
  const checks = lessons.flatMap((lesson) => lesson.files.map((file) => buildProblem(lesson, file)));
  const problems = (await Promise.all(checks)).filter((problem) => problem !== null);
  // A broken file that others import breaks them too: the same sentence need not come twice.
  if (problems.length > 0) throw new Stop([...new Set(problems)].join('\n'));
  const { reports, status } = await grade(lessons, { ...asked, ...(step === undefined ? {} : { step }) });
  const partial: string[] = [];
  updateProgress((progress) => {
    for (const report of reports) {
      const lesson = lessons.find(({ id }) => id === report.lesson);
      if (lesson !== undefined && !recordReport(progress, lesson, report)) partial.push(lesson.id);
    }
  });
  return { status, reports, partial };
}
