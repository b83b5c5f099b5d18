import { buildProblems } from '../course/build-problem.ts';
import type { Lesson, Step } from '../course/lesson.ts';
import type { LessonReport, PlannedTest, TestResult } from '../grading/result.ts';
import { GradedRun, plainCall } from '../grading/runner/graded-run.ts';
import type { Order } from '../grading/runner/order.ts';
import type { Received } from '../grading/runner/report-channel.ts';
import { runnerArgs } from '../grading/runner/runner-args.ts';
import { recordReport } from './record-report.ts';
import { updateProgress } from './store.ts';

/** Events for the display of `watch`. */
interface WatchEvents {
  /** There is no result: a file cannot be built, or the run was ended. */
  readonly onBroken: (problem: string) => void;
  readonly onStart: (step: Step) => void;
  readonly onResult: (result: TestResult) => void;
  /** The step has been graded; the results include those of its prerequisites in other steps. */
  readonly onVerdict: (step: Step, results: readonly TestResult[]) => void;
  /** The whole lesson has been graded; the tests in `lost` passed the last time. */
  readonly onLesson: (report: LessonReport, lost: readonly TestResult[]) => void;
}

const ENDED = 'The test run was ended before it was done: a program of yours may have killed it. Save to try again.';

/** Grades at each request: first one step, then the lesson. A newer request ends the running one. */
export class Regrader {
  readonly #lesson: Lesson;
  readonly #events: WatchEvents;
  /** A runner that has loaded the tests and waits for its order. */
  #next: GradedRun | null;
  #running: GradedRun | null = null;
  #requests = 0;
  #ended = false;
  #planned: readonly PlannedTest[] = [];
  #passed = new Set<string>();

  constructor(lesson: Lesson, events: WatchEvents) {
    this.#lesson = lesson;
    this.#events = events;
    this.#next = this.#standby();
  }

  /** Whether a grading is running. */
  get busy(): boolean {
    return this.#running !== null;
  }

  async grade(step: Step): Promise<void> {
    const request = ++this.#requests;
    const outdated = (): boolean => request !== this.#requests;
    await this.#running?.release();
    const [problem] = await buildProblems(this.#lesson);
    if (outdated()) return;
    if (problem !== undefined) {
      this.#events.onBroken(problem);
      return;
    }
    this.#events.onStart(step);
    const first = await this.#run({ step: step.id, alone: this.#needsHold(step) }, (result) => {
      if (!outdated() && result.step === step.id) this.#events.onResult(result);
    });
    if (outdated()) return;
    if (first.reports === null) {
      this.#events.onBroken(ENDED);
      return;
    }
    // Recorded now: a hint starts from the failure and must not wait for the rest of the lesson.
    const tests = first.results.filter((result) => result.step === step.id);
    updateProgress((progress) => recordReport(progress, this.#lesson, { lesson: this.#lesson.id, tests }));
    this.#events.onVerdict(step, first.results);
    const whole = this.#run({}, () => {});
    // Ready for the next save: loading slows down the lesson's tests, but no learner waits for those.
    this.#next ??= this.#standby();
    const all = await whole;
    const report = all.reports?.[0];
    if (outdated()) return;
    if (report === undefined) {
      this.#events.onBroken(ENDED);
      return;
    }
    updateProgress((progress) => recordReport(progress, this.#lesson, report));
    const lost = report.tests.filter(({ title, status }) => status !== 'passed' && this.#passed.has(title));
    this.#planned = all.planned;
    this.#passed = new Set(report.tests.filter(({ status }) => status === 'passed').map(({ title }) => title));
    this.#events.onLesson(report, lost);
  }

  /** Starts the next runner only after this one: loading during the tests of a step would take half of the CPU. */
  async #run(order: Order, onResult: (result: TestResult) => void): Promise<Received> {
    const runner = this.#next ?? this.#standby();
    this.#next = null;
    this.#running = runner;
    try {
      runner.onResult(onResult);
      runner.order(order);
      return (await runner.outcome).received;
    } finally {
      if (this.#running === runner) this.#running = null;
      if (!this.#ended) this.#next ??= this.#standby();
    }
  }

  #standby(): GradedRun {
    return new GradedRun(plainCall(runnerArgs([this.#lesson])));
  }

  /** Whether all prerequisites of the step's tests passed the last time. */
  #needsHold(step: Step): boolean {
    const own = this.#planned.filter((test) => test.step === step.id);
    return own.length > 0 && own.every(({ needs }) => needs.every((title) => this.#passed.has(title)));
  }

  async end(): Promise<void> {
    this.#requests++;
    this.#ended = true;
    await Promise.all([this.#running?.release(), this.#next?.release()]);
  }
}
