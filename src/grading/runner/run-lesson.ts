import type { LessonRun } from '../lesson-run.ts';
import type { LessonTests } from '../lesson-tests.ts';
import type { TestResult } from '../result.ts';
import type { Order } from './order.ts';
import type { LessonEnd } from './report-channel.ts';

interface RunOptions {
  readonly order: Order;
  /** End at the first test that fails. */
  readonly untilFailure?: boolean;
  readonly onResult: (result: TestResult) => void;
}

/** Runs the tests of a lesson that the order selects, in this process. */
export async function runLesson(tests: LessonTests, { order, untilFailure, onResult }: RunOptions): Promise<LessonEnd> {
  const lesson = tests.id;
  const run = tests.start(order);
  for (const { planned, timeout } of tests.tests) {
    if (!run.titles.includes(planned.title)) continue;
    const result = await inTime(run, planned.title, timeout);
    if (result === null) return { lesson, error: `"${planned.title}" did not come to its end in ${timeout / 1000} s` };
    onResult(result);
    if (untilFailure === true && result.status === 'failed') break;
  }
  return { lesson };
}

/** The result of a test; null when it has not come to its end in time: then the test itself is wrong. */
async function inTime(run: LessonRun, title: string, ms: number): Promise<TestResult | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  const result = await Promise.race([run.result(title), late]);
  clearTimeout(timer);
  return result;
}
