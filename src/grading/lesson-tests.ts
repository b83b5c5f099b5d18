import { afterAll, beforeAll, test } from 'vitest';
import { Places } from '../host/semaphore.ts';
import { Finding } from '../kit/finding.ts';
import { BuildError } from '../kit/process/build.ts';
import { awaitOrder, type Order } from './order.ts';
import type { PlannedTest, TestResult } from './result.ts';
import { Bench, type Leftover } from './test-context.ts';
import { emptyPlaces } from './unwritten.ts';

/** Everything that a test of one lesson shares: what passed, and what was left behind. */
export interface GradedOptions {
  /** Titles of tests that must pass first; without them this one would only repeat their failure. */
  readonly needs?: readonly string[];
  /** Titles of tests that come first if they run at all, whatever becomes of them. */
  readonly after?: readonly string[];
  readonly timeout?: number;
}

export type GradedBody = (bench: Bench) => Promise<void>;

/** Any deadline inside a test is shorter: this one only ends a test that is itself wrong. */
const TEST_TIMEOUT_MS = 180_000;

/** So many tests at once when only one step was asked for: somebody waits for the answer. */
const TOGETHER = 5;

/** A graded test as it was registered. */
interface Registered {
  readonly base: Pick<TestResult, 'lesson' | 'step' | 'title' | 'points'>;
  readonly needs: readonly string[];
  readonly after: readonly string[];
  readonly body: GradedBody;
}

/** The graded tests of one lesson, in the order in which they run. */
export class GradedLesson {
  readonly #id: string;
  readonly #tests = new Map<string, Registered>();
  readonly #results = new Map<string, Promise<TestResult>>();
  #places = new Places(1);
  readonly #leftovers: { title: string; leftover: Leftover; transcript: readonly string[] }[] = [];
  #wanted: ReadonlySet<string> = new Set();
  #served = 0;

  constructor(id: string) {
    this.#id = id;
    beforeAll(async () => this.#take(await awaitOrder()), 0);
    afterAll(() => Bench.endAll());
  }

  /** Registers one graded test. */
  graded(step: string, points: number, title: string, body: GradedBody, options: GradedOptions = {}): void {
    const base = { lesson: this.#id, step, title, points };
    const needs = options.needs ?? [];
    this.#tests.set(title, { base, needs, after: options.after ?? [], body });
    const planned = { ...base, needs };
    test(title, { timeout: options.timeout ?? TEST_TIMEOUT_MS, meta: { planned } }, async ({ task, skip }) => {
      if (!this.#wanted.has(title)) skip();
      const result = await this.#result(title);
      task.meta.graded = result;
      if (result.status !== 'passed') throw new Error(summary(result));
    });
  }

  /** The tests that were asked for, and those that must pass before them. */
  #take({ step, titles, alone }: Order): void {
    const all = [...this.#tests.keys()];
    const named = all.filter((title) => this.#tests.get(title)?.base.step === step || titles?.includes(title));
    const wanted = new Set(step === undefined && titles === undefined ? all : named);
    if (alone !== true) for (const title of wanted) for (const needed of this.#needs(title)) wanted.add(needed);
    this.#wanted = wanted;
    if (step === undefined) return;
    this.#places = new Places(TOGETHER);
    for (const title of all) if (wanted.has(title)) void this.#result(title);
  }

  readonly #needs = (title: string): readonly string[] => this.#tests.get(title)?.needs ?? [];

  /** What came of a test, which runs once, when somebody first asks. One that was not asked for is taken for passed. */
  #result(title: string): Promise<TestResult> {
    const known = this.#results.get(title);
    if (known !== undefined) return known;
    const result = this.#grade(this.#tests.get(title) as Registered);
    this.#results.set(title, result);
    return result;
  }

  async #grade({ base, needs, after, body }: Registered): Promise<TestResult> {
    for (const needed of needs) {
      if (!this.#wanted.has(needed)) continue;
      const { status, step } = await this.#result(needed);
      if (status !== 'passed') return waiting(base, needed, step);
    }
    for (const title of after) if (this.#wanted.has(title)) await this.#result(title);
    return this.#places.use(() => this.#run(new Bench(), base, body));
  }

  /**
   * The rule for all tests of a lesson: when the clients have gone, the server sleeps, holds nothing but its
   * listener, and leaves no zombie; when it has ended, nothing is left. Looked at after each test, counted once.
   */
  cleanliness(
    step: string,
    points: number,
    needs: readonly string[],
    diagnose: (kind: Leftover['kind']) => string | undefined,
  ): void {
    const above = [...this.#tests.keys()];
    this.graded(
      step,
      points,
      'leaves nothing behind after any of the tests above',
      async (bench) => {
        bench.note(`watched ${this.#served} servers after their clients had gone`);
        const first = this.#leftovers[0];
        if (first === undefined) return;
        for (const line of first.transcript) bench.note(`in "${first.title}": ${line}`);
        throw new Finding({ ...first.leftover, looksLike: diagnose(first.leftover.kind) });
      },
      { needs, after: above },
    );
  }

  async #run(
    bench: Bench,
    base: Pick<TestResult, 'lesson' | 'step' | 'title' | 'points'>,
    body: GradedBody,
  ): Promise<TestResult> {
    let problem: unknown = null;
    try {
      await body(bench);
      bench.expectAlive();
    } catch (error) {
      problem = error;
    }
    if (problem !== null) await bench.settle();
    const todo = bench.todo();
    // What a later step lacks is no reason to fail; a step that is not written passes nothing, whatever was seen.
    const passed = problem === null && (todo === null || !isAtOrBefore(todo.step, base.step));
    const leftovers = await bench.finish(passed);
    this.#served += bench.programs.length;
    if (passed) {
      for (const leftover of leftovers)
        this.#leftovers.push({ title: base.title, leftover, transcript: bench.transcript });
      return { ...base, earned: base.points, status: 'passed', transcript: bench.transcript };
    }
    const log = bench.log();
    const slip = bench.slip();
    if (todo !== null && !(problem instanceof Finding && problem.details.decisive)) {
      const failure = { expected: `step ${todo.step} to be written`, saw: todo.text, log: [] };
      const of = todo.step === base.step ? {} : { waitsFor: todo.step };
      return { ...base, ...of, earned: 0, status: 'todo', transcript: bench.transcript, failure };
    }
    if (problem instanceof Finding) {
      // A program that died of a slip of the pen says nothing about system calls: no diagnosis.
      const details = slip === null ? problem.details : { ...problem.details, saw: slip, looksLike: undefined };
      const empty = emptyPlaces(base.lesson, base.step);
      return {
        ...base,
        earned: 0,
        status: 'failed',
        transcript: bench.transcript,
        failure: { ...details, log },
        ...(empty.length === 0 ? {} : { unwritten: empty }),
      };
    }
    if (problem instanceof BuildError) {
      const failure = { expected: 'a program that can be built', saw: problem.message, log };
      return { ...base, earned: 0, status: 'failed', transcript: bench.transcript, failure };
    }
    // Not a finding about the server: the test itself is at fault, and must say so.
    const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
    const failure = { expected: 'the test to run', saw: `an error in the test itself: ${text}`, log };
    return { ...base, earned: 0, status: 'failed', transcript: bench.transcript, failure };
  }
}

/** Whether a step, `02.3`, comes before another one of its lesson, or is it. */
const isAtOrBefore = (step: string, other: string): boolean => Number(step.slice(3)) <= Number(other.slice(3));

function waiting(
  base: Pick<TestResult, 'lesson' | 'step' | 'title' | 'points'>,
  blocker: string,
  step: string,
): TestResult {
  const failure = { expected: `"${blocker}" to pass first`, saw: 'it does not pass yet', log: [] };
  return { ...base, earned: 0, status: 'waiting', waitsFor: step, transcript: [], failure };
}

function summary(result: TestResult): string {
  return `${result.step} ${result.failure?.expected ?? ''}; saw ${result.failure?.saw ?? ''}`;
}

declare module 'vitest' {
  interface TaskMeta {
    graded?: TestResult;
    planned?: PlannedTest;
  }
}
