import type { Lesson } from '../course/lesson.ts';
import { isAsked, possible } from '../grading/result.ts';
import { inParallel } from '../host/in-parallel.ts';
import type { Cage } from './cage.ts';
import type { Place } from './caged-run.ts';
import { gradeLesson } from './grade-submission.ts';
import type { Plan } from './plan.ts';
import { complete, type LessonGrade, type SubmissionReport } from './submission-report.ts';
import type { Submission } from './submissions.ts';
import { withholdDescriptors } from './withhold-descriptors.ts';

interface ClassOptions {
  /** What there is to earn in each lesson: see `prove`. */
  readonly plan: Plan;
  readonly cage: Cage;
  /** The number of gradings at a time. */
  readonly jobs: number;
  /** Called with each graded submission. */
  readonly onDone: (report: SubmissionReport) => void;
}

/** Grades all lessons of all submissions. A failure of one does not affect the others. */
export async function gradeClass(submissions: readonly Submission[], options: ClassOptions): Promise<void> {
  const { plan, cage, jobs } = options;
  withholdDescriptors();
  const open = submissions.map((submission) => new OpenReport(submission, options));
  const tasks = open.flatMap((report) => [...plan.keys()].map((lesson) => ({ report, lesson })));
  await inParallel(tasks, jobs, async ({ report, lesson }, slot) => {
    report.add(lesson, await gradeOrExplain(report.submission, lesson, plan, { cage, slot }));
  });
}

/** A submission whose lessons are still being graded. */
class OpenReport {
  readonly submission: Submission;
  readonly #options: ClassOptions;
  readonly #done = new Map<Lesson, LessonGrade>();
  #seconds = 0;

  constructor(submission: Submission, options: ClassOptions) {
    this.submission = submission;
    this.#options = options;
  }

  add(lesson: Lesson, { graded, seconds }: { graded: LessonGrade; seconds: number }): void {
    const { plan, onDone } = this.#options;
    this.#done.set(lesson, graded);
    this.#seconds += seconds;
    if (this.#done.size < plan.size) return;
    const lessons = [...plan.keys()].map((each) => this.#done.get(each)).filter((each) => each !== undefined);
    onDone({ name: this.submission.name, lessons, seconds: Math.round(this.#seconds * 10) / 10 });
  }
}

async function gradeOrExplain(
  submission: Submission,
  lesson: Lesson,
  plan: Plan,
  place: Place,
): Promise<{ graded: LessonGrade; seconds: number }> {
  const start = performance.now();
  const graded = await gradeLesson(submission, lesson, plan, place).catch((error: Error) => {
    if (error.name === 'AbortError') throw error;
    return notGraded(lesson, plan, error);
  });
  return { graded, seconds: (performance.now() - start) / 1000 };
}

/** A failure of the lab itself, which must not end the other gradings. */
function notGraded(lesson: Lesson, plan: Plan, { message }: Error): LessonGrade {
  const planned = (plan.get(lesson) ?? []).filter(isAsked);
  const error = `the lab itself failed: ${message}`;
  const base = { lesson: lesson.id, title: lesson.title, points: possible(planned), untouched: false };
  return { ...base, tests: complete(planned, [], error), notes: [error], error };
}
