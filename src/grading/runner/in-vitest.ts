/** A vitest setup file: runs in each process of graded tests before their file is loaded, and registers them with vitest. */
import { afterAll, beforeAll, test } from 'vitest';
import type { LessonRun } from '../lesson-run.ts';
import { hearTests } from '../lesson-tests.ts';
import type { PlannedTest, TestResult } from '../result.ts';
import { TestContext } from '../test-context.ts';
import { awaitOrder } from './order.ts';
import { keepOut } from './report-channel.ts';

keepOut(); // before the first program starts

let run: LessonRun | null = null;

hearTests({
  lesson(lesson) {
    beforeAll(async () => {
      run = lesson.start(await awaitOrder());
    }, 0);
    afterAll(() => TestContext.endAll());
  },
  test(_, { planned, timeout }) {
    const { title } = planned;
    test(title, { timeout, meta: { planned } }, async ({ task, skip }) => {
      if (!run?.titles.includes(title)) return skip();
      const result = await run.result(title);
      task.meta.graded = result;
      if (result.notAsked !== undefined) return skip(result.notAsked);
      if (result.status !== 'passed') throw new Error(`${result.step} ${title}: ${result.status}`); // for vitest's own report
    });
  },
});

declare module 'vitest' {
  interface TaskMeta {
    graded?: TestResult;
    planned?: PlannedTest;
  }
}
