import { Finding } from '../kit/finding.ts';
import { LessonRun } from './lesson-run.ts';
import type { PlannedTest } from './result.ts';
import type { Order } from './runner/order.ts';
import type { Leftover, TestContext } from './test-context.ts';
import { TEST_TIMEOUT_MS } from './time-limits.ts';

interface GradedOptions {
  /** Titles of tests that must pass first: where they fail, this one would only repeat their failure. */
  readonly needs?: readonly string[];
  /** Titles of tests whose effects this one inspects: they run first, pass or fail, also when this one is selected by title. */
  readonly after?: readonly string[];
  readonly timeout?: number;
  /** Why this machine cannot run the test, such as a forbidden system call: then its points are not asked. Null where it can. */
  readonly unless?: string | null;
}

type GradedBody = (t: TestContext, run: LessonRun) => Promise<void>;

/** A registered graded test. */
export interface Registered {
  readonly planned: PlannedTest;
  readonly after: readonly string[];
  readonly timeout: number;
  readonly body: GradedBody;
}

/** Hears of lessons and tests as they register themselves: vitest, where the tests run under it. */
export interface Listener {
  lesson(lesson: LessonTests): void;
  test(lesson: LessonTests, test: Registered): void;
}

let listener: Listener | null = null;

/** Tells `hear` of each lesson and test that registers itself from now on. */
export function hearTests(hear: Listener): void {
  listener = hear;
}

/** The graded tests of one lesson, in the order in which they run. */
export class LessonTests {
  /** Those that have registered themselves, by lesson. */
  static readonly loaded = new Map<string, LessonTests>();
  readonly id: string;
  readonly #tests = new Map<string, Registered>();

  constructor(id: string) {
    this.id = id;
    LessonTests.loaded.set(id, this);
    listener?.lesson(this);
  }

  get tests(): readonly Registered[] {
    return [...this.#tests.values()];
  }

  /** Registers one graded test. */
  graded(step: string, points: number, title: string, body: GradedBody, options: GradedOptions = {}): void {
    const { needs = [], after = [], timeout = TEST_TIMEOUT_MS, unless = null } = options;
    const notAsked = unless === null ? {} : { notAsked: unless };
    const test = { planned: { lesson: this.id, step, title, points, needs, ...notAsked }, after, timeout, body };
    this.#tests.set(title, test);
    listener?.test(this, test);
  }

  /** A run of the tests that an order selects. */
  start(order: Order): LessonRun {
    return new LessonRun(this.#tests, order);
  }

  /**
   * The rule for all tests of a lesson: once the clients have gone, the server sleeps, holds nothing but its listener,
   * and has no zombie; after its end nothing is left. Checked after each test, counted once. `seen` fails where no test above has
   * seen what the rule is about, such as a child.
   */
  cleanliness(
    step: string,
    points: number,
    needs: readonly string[],
    diagnose: (kind: Leftover['kind']) => string | undefined,
    unless: string | null = null,
    seen: (t: TestContext) => void = () => {},
  ): void {
    const above = [...this.#tests.keys()];
    this.graded(
      step,
      points,
      'leaves nothing behind after any of the tests above',
      async (context, run) => {
        context.note(`watched ${run.served} servers after their clients had gone`);
        const first = run.leftovers[0];
        if (first === undefined) return seen(context);
        for (const line of first.transcript) context.note(`in "${first.title}": ${line}`);
        throw new Finding({ ...first.leftover, looksLike: diagnose(first.leftover.kind) });
      },
      { needs, after: above, unless },
    );
  }
}
