import { buildProblems } from '../course/build-problem.ts';
import type { Lesson } from '../course/lesson.ts';
import { type GradeOptions, grade } from '../grading/grade.ts';
import type { LessonReport } from '../grading/result.ts';
import { Stop } from '../host/stop.ts';
import { recordReport } from './record-report.ts';
import { updateProgress } from './store.ts';

/** What a person is told after a grading. */
export interface Recorded {
  readonly status: number;
  readonly reports: readonly LessonReport[];
  /** Lessons of which only a part was run, so that their points stay as they were. */
  readonly partial: readonly string[];
}

/** What a person may ask for: options of vitest, one step, to hear of results, and an end of it all. */
export type Asked = Pick<GradeOptions, 'vitestArgs' | 'onResult' | 'signal'> & { readonly step: string | undefined };

/** Grades the learner's lessons and records their points. A file that cannot be built stops it before it starts. */
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
