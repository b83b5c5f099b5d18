import { buildProblems } from '../course/build-problem.ts';
import type { Lesson } from '../course/lesson.ts';
import { type GradeOptions, grade } from '../grading/grade.ts';
import type { LessonReport } from '../grading/result.ts';
import { Stop } from '../host/stop.ts';
import { recordReport } from './record-report.ts';
import { updateProgress } from './store.ts';

/** The result of a grading, for display. */
export interface Recorded {
  readonly status: number;
  readonly reports: readonly LessonReport[];
  /** Lessons of which only a part was run: their points are unchanged. */
  readonly partial: readonly string[];
}

/** The options of a grading: vitest's own, one step, a callback for results, a signal that ends it. */
export type Asked = Pick<GradeOptions, 'vitestArgs' | 'onResult' | 'signal'> & { readonly step: string | undefined };

/** Grades the learner's lessons and records their points. Throws a Stop before it starts when a file cannot be built. */
export async function gradeMine(lessons: readonly Lesson[], { step, ...asked }: Asked): Promise<Recorded> {
  const problems = (await Promise.all(lessons.map(buildProblems))).flat();
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
