import { buildProblems } from '../course/build-problem.ts';
import type { Lesson, Step } from '../course/lesson.ts';
import { GradedRun, plainCall, runnerArgs } from '../grading/graded-run.ts';
import type { Order } from '../grading/order.ts';
import type { Received } from '../grading/report-channel.ts';
import type { LessonReport, PlannedTest, TestResult } from '../grading/result.ts';
import { recordReport } from './record-report.ts';
import { updateProgress } from './store.ts';

/** What a person who watches is told. */
export interface WatchEvents {
  /** Nothing can be said of it: a file cannot be built, or the run was ended. */
  readonly onBroken: (problem: string) => void;
  readonly onStart: (step: Step) => void;
  readonly onResult: (result: TestResult) => void;
  /** The step has been graded; among the results are those of other steps' tests that it needs. */
  readonly onVerdict: (step: Step, results: readonly TestResult[]) => void;
  /** The whole lesson has been graded; `lost` passed the last time. */
  readonly onLesson: (report: LessonReport, lost: readonly TestResult[]) => void;
}

const ENDED = 'The test run was ended before it was done: a program of yours may have killed it. Save to try again.';

/** Grades again and again: first one step, then the lesson. A newer request ends the one under way. */
export class Regrader {
  readonly #lesson: Lesson;
  readonly #events: WatchEvents;
  /** Has loaded the tests, and waits for its order. */
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

  /** Whether something is being graded. */
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
    // A hint starts from what went wrong, and must not have to wait for the rest of the lesson.
    const tests = first.results.filter((result) => result.step === step.id);
    updateProgress((progress) => recordReport(progress, this.#lesson, { lesson: this.#lesson.id, tests }));
    this.#events.onVerdict(step, first.results);
    const whole = this.#run({}, () => {});
    // Who saves now shall not wait for a runner to load; the lesson's tests may.
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

  /** The next runner is made when this one is done: loading beside the tests of a step, it would take half of their time. */
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

  /** Everything that the step's tests need passed the last time. */
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
