import { Semaphore } from '../host/semaphore.ts';
import { Finding, type FindingDetails } from '../kit/finding.ts';
import { BuildError } from '../kit/process/build.ts';
import type { Registered } from './lesson-tests.ts';
import type { GradedTest, TestResult, Waiting } from './result.ts';
import type { Order } from './runner/order.ts';
import { targetFolder } from './target.ts';
import { type Leftover, TestContext } from './test-context.ts';
import { TESTS_AT_ONCE } from './time-limits.ts';
import { unwrittenPlaces } from './unwritten.ts';

/** After this many failures a program is broken at large: tests that need a failed one are not tried any more, for each may take its deadline. */
const MANY_FAILURES = 8;

interface Left {
  readonly title: string;
  readonly leftover: Leftover;
  readonly transcript: readonly string[];
}

/** One run of the graded tests of a lesson: each test runs at most once, after those that it needs. */
export class LessonRun {
  readonly #tests: ReadonlyMap<string, Registered>;
  readonly #results = new Map<string, Promise<TestResult>>();
  readonly #turns: Semaphore;
  readonly #wanted: ReadonlySet<string>;
  readonly #leftovers: Left[] = [];
  readonly #memo = new Map<string, unknown>();
  /** Tests that were run and did not pass, though nothing that they reached is unwritten. */
  readonly #failed = new Set<string>();
  #served = 0;

  constructor(tests: ReadonlyMap<string, Registered>, order: Order) {
    this.#tests = tests;
    this.#wanted = this.#select(order);
    this.#turns = new Semaphore(order.step === undefined ? 1 : TESTS_AT_ONCE);
    if (order.step !== undefined) for (const title of this.titles) void this.result(title);
  }

  /** The tests that the order selects, with their prerequisites, in their order. */
  get titles(): readonly string[] {
    return [...this.#tests.keys()].filter((title) => this.#wanted.has(title));
  }

  /** Servers that the tests have started so far. */
  get served(): number {
    return this.#served;
  }

  /** What servers still held when their clients had gone. */
  get leftovers(): readonly Left[] {
    return this.#leftovers;
  }

  /** The result of a test, which runs once, at the first request. */
  result(title: string): Promise<TestResult> {
    const known = this.#results.get(title);
    if (known !== undefined) return known;
    const result = this.#grade(this.#tests.get(title) as Registered);
    this.#results.set(title, result);
    return result;
  }

  #select({ step, from, titles, alone }: Order): ReadonlySet<string> {
    const named = ({ planned }: Registered): boolean =>
      planned.step === step ||
      (from !== undefined && isAtOrBefore(from, planned.step)) ||
      titles?.includes(planned.title) === true;
    const everything = step === undefined && from === undefined && titles === undefined;
    const wanted = new Set<string>();
    for (const [title, test] of this.#tests) if (everything || named(test)) wanted.add(title);
    for (const title of titles ?? []) for (const before of this.#tests.get(title)?.after ?? []) wanted.add(before);
    if (alone !== true) for (const title of wanted) for (const needed of this.#needs(title)) wanted.add(needed);
    return wanted;
  }

  readonly #needs = (title: string): readonly string[] => this.#tests.get(title)?.planned.needs ?? [];

  /**
   * A test whose prerequisite has failed is tried all the same, so that one mistake costs the points of what it breaks. If it fails,
   * the failure of the prerequisite explains it.
   */
  async #grade({ planned, after, body }: Registered): Promise<TestResult> {
    const { needs, ...base } = planned;
    let first: Waiting['for'] | null = null;
    if (base.notAsked !== undefined) return { ...base, status: 'not run', why: `not asked here: ${base.notAsked}` };
    for (const needed of needs) {
      if (!this.#wanted.has(needed)) continue;
      const { status, step, title } = await this.result(needed);
      if (status === 'passed') continue;
      first ??= { title, step };
      if (!this.#worthTrying(needed)) return { ...base, status: 'waiting', for: first };
    }
    for (const title of after) if (this.#wanted.has(title)) await this.result(title);
    const result = await this.#turns.use(() => this.#run(new TestContext(this.#memo), base, body));
    if (result.status === 'failed') this.#failed.add(base.title);
    return result.status === 'failed' && first !== null ? { ...base, status: 'waiting', for: first } : result;
  }

  /** Whether a test can tell anything after this one has not passed: it cannot while a step is unwritten. */
  #worthTrying(needed: string): boolean {
    return this.#failed.has(needed) && this.#failed.size < MANY_FAILURES;
  }

  async #run(context: TestContext, base: GradedTest, body: Registered['body']): Promise<TestResult> {
    let problem: unknown = null;
    try {
      await body(context, this);
      context.expectAlive();
      context.expectOwn();
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
