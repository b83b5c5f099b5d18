import type { Lesson } from '../course/lesson.ts';
import { inParallel } from '../host/in-parallel.ts';
import type { Cage } from './cage.ts';
import { gradeLesson, type Plan, planOf } from './grade-submission.ts';
import { complete, type LessonGrade, type SubmissionReport } from './submission-report.ts';
import type { Submission } from './submissions.ts';

interface ClassOptions {
  readonly lessons: readonly Lesson[];
  readonly cage: Cage;
  /** The number of gradings at a time. */
  readonly jobs: number;
  /** Called with each graded submission. */
  readonly onDone: (report: SubmissionReport) => void;
}

/** Grades all lessons of all submissions. A failure of one does not affect the others. */
export async function gradeClass(submissions: readonly Submission[], options: ClassOptions): Promise<void> {
  const plan = await planOf(options.lessons, options.cage);
  const slots = Array.from({ length: options.jobs }, (_, slot) => slot);
  const open = submissions.map((submission) => new OpenReport(submission, options));
  const tasks = open.flatMap((report) => options.lessons.map((lesson) => ({ report, lesson })));
  await inParallel(tasks, options.jobs, async ({ report, lesson }) => {
    const slot = slots.pop() ?? 0;
    try {
      report.add(lesson, await gradeOrExplain(report.submission, lesson, plan, options.cage, slot));
    } finally {
      slots.push(slot);
    }
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
    this.#done.set(lesson, graded);
    this.#seconds += seconds;
    if (this.#done.size < this.#options.lessons.length) return;
    const lessons = this.#options.lessons.map((each) => this.#done.get(each)).filter((each) => each !== undefined);
    this.#options.onDone({ name: this.submission.name, lessons, seconds: Math.round(this.#seconds * 10) / 10 });
  }
}

async function gradeOrExplain(
  submission: Submission,
  lesson: Lesson,
  plan: Plan,
  cage: Cage,
  slot: number,
): Promise<{ graded: LessonGrade; seconds: number }> {
  const start = performance.now();
  const graded = await gradeLesson(submission, lesson, plan, cage, slot).catch((error: Error) => {
    if (error.name === 'AbortError') throw error;
    return notGraded(lesson, plan, error);
  });
  return { graded, seconds: (performance.now() - start) / 1000 };
}

/** The grade after a failure of the lab itself, which must not end the other gradings. */
function notGraded(lesson: Lesson, plan: Plan, error: Error): LessonGrade {
  const planned = plan.get(lesson) ?? [];
  const why = `the lab itself failed: ${error.message}`;
  const points = planned.reduce((sum, test) => sum + test.points, 0);
  const base = { lesson: lesson.id, title: lesson.title, points, untouched: false };
  return { ...base, tests: complete(planned, [], why), notes: [why], error: why };
}
