import { afterAll, beforeAll, test } from 'vitest';
import { Semaphore } from '../host/semaphore.ts';
import { Finding, type FindingDetails } from '../kit/finding.ts';
import { BuildError } from '../kit/process/build.ts';
import type { GradedTest, PlannedTest, TestResult } from './result.ts';
import { awaitOrder, type Order } from './runner/order.ts';
import { targetFolder } from './target.ts';
import { type Leftover, TestContext } from './test-context.ts';
import { TEST_TIMEOUT_MS, TESTS_AT_ONCE } from './time-limits.ts';
import { unwrittenPlaces } from './unwritten.ts';

interface GradedOptions {
  /** Titles of tests that must pass first: where they fail, this one would only repeat their failure. */
  readonly needs?: readonly string[];
  /** Titles of tests whose effects this one inspects: they run first, pass or fail, also when this one is selected by title. */
  readonly after?: readonly string[];
  readonly timeout?: number;
}

type GradedBody = (t: TestContext) => Promise<void>;

/** A registered graded test. */
interface Registered {
  readonly base: GradedTest;
  readonly needs: readonly string[];
  readonly after: readonly string[];
  readonly body: GradedBody;
}

/** The graded tests of one lesson, in the order in which they run. */
export class LessonTests {
  readonly #id: string;
  readonly #tests = new Map<string, Registered>();
  readonly #results = new Map<string, Promise<TestResult>>();
  #turns = new Semaphore(1);
  readonly #leftovers: { title: string; leftover: Leftover; transcript: readonly string[] }[] = [];
  #wanted: ReadonlySet<string> = new Set();
  #served = 0;

  constructor(id: string) {
    this.#id = id;
    beforeAll(async () => this.#take(await awaitOrder()), 0);
    afterAll(() => TestContext.endAll());
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

  /** Selects the tests of an order, with their prerequisites. */
  #take({ step, titles, alone }: Order): void {
    const all = [...this.#tests.keys()];
    const named = all.filter((title) => this.#tests.get(title)?.base.step === step || titles?.includes(title));
    const wanted = new Set(step === undefined && titles === undefined ? all : named);
    for (const title of titles ?? []) for (const before of this.#tests.get(title)?.after ?? []) wanted.add(before);
    if (alone !== true) for (const title of wanted) for (const needed of this.#needs(title)) wanted.add(needed);
    this.#wanted = wanted;
    if (step === undefined) return;
    this.#turns = new Semaphore(TESTS_AT_ONCE);
    for (const title of all) if (wanted.has(title)) void this.#result(title);
  }

  readonly #needs = (title: string): readonly string[] => this.#tests.get(title)?.needs ?? [];

  /** The result of a test, which runs once, at the first request. */
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
      const { status, step, title } = await this.#result(needed);
      if (status !== 'passed') return { ...base, status: 'waiting', for: { title, step } };
    }
    for (const title of after) if (this.#wanted.has(title)) await this.#result(title);
    return this.#turns.use(() => this.#run(new TestContext(), base, body));
  }

  /**
   * The rule for all tests of a lesson: once the clients have gone, the server sleeps, holds nothing but its listener,
   * and has no zombie; after its end nothing is left. Checked after each test, counted once.
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
      async (context) => {
        context.note(`watched ${this.#served} servers after their clients had gone`);
        const first = this.#leftovers[0];
        if (first === undefined) return;
        for (const line of first.transcript) context.note(`in "${first.title}": ${line}`);
        throw new Finding({ ...first.leftover, looksLike: diagnose(first.leftover.kind) });
      },
      { needs, after: above },
    );
  }

  async #run(context: TestContext, base: GradedTest, body: GradedBody): Promise<TestResult> {
    let problem: unknown = null;
    try {
      await body(context);
      context.expectAlive();
    } catch (error) {
      problem = error;
    }
    if (problem !== null) await context.settle();
    const todo = context.todo();
    // A later step that is missing is no reason to fail. A missing step of its own, or before it, never passes.
    const passed = problem === null && (todo === null || !isAtOrBefore(todo.step, base.step));
    const leftovers = await context.finish(passed);
    const { transcript } = context;
    this.#served += context.programs.length;
    if (passed) {
      for (const leftover of leftovers) this.#leftovers.push({ title: base.title, leftover, transcript });
      return { ...base, status: 'passed', transcript };
    }
    if (todo !== null && !(problem instanceof Finding && problem.details.decisive))
      return { ...base, status: 'todo', transcript, todo };
    const failure = { ...detailsOf(problem, context.slip()), log: context.log() };
    const unwritten = problem instanceof Finding ? unwrittenPlaces(targetFolder(base.lesson), base.step) : [];
    return { ...base, status: 'failed', transcript, failure, unwritten };
  }
}

/** Whether a step, `02.3`, is another step of its lesson or comes before it. */
const isAtOrBefore = (step: string, other: string): boolean => Number(step.slice(3)) <= Number(other.slice(3));

function detailsOf(problem: unknown, slip: string | null): FindingDetails {
  // A program that died of a programming error shows nothing about system calls: no diagnosis.
  if (problem instanceof Finding && slip !== null) return { ...problem.details, saw: slip, looksLike: undefined };
  if (problem instanceof Finding) return problem.details;
  if (problem instanceof BuildError) return { expected: 'a program that can be built', saw: problem.message };
  // Not a Finding: the test itself is at fault, and the report must say so.
  const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
  return { expected: 'the test to run', saw: `an error in the test itself: ${text}` };
}

/** For vitest's own report, which is not shown. */
const summary = (result: TestResult): string => `${result.step} ${result.title}: ${result.status}`;

declare module 'vitest' {
  interface TaskMeta {
    graded?: TestResult;
    planned?: PlannedTest;
  }
}
