import { basename, dirname } from 'node:path';
import type { TaskMeta } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import { type LessonEnd, openReport, type ReportLine } from './report-channel.ts';

/** Reports graded tests to the process that started the run, as they finish. Prints nothing: one process owns the screen. */
export default class GradeReporter implements Reporter {
  #channel: ReturnType<typeof openReport> = null;

  /** Before the first worker starts, because no worker may inherit the descriptor. */
  onTestRunStart(): void {
    this.#channel ??= openReport();
  }

  onTestModuleCollected(module: TestModule): void {
    for (const test of module.children.allTests()) {
      const { planned } = test.meta();
      if (planned !== undefined) this.#report({ kind: 'planned', test: planned });
    }
  }

  onTestCaseResult(testCase: { meta(): TaskMeta }): void {
    const { graded } = testCase.meta();
    if (graded !== undefined) this.#report({ kind: 'result', test: graded });
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    this.#report({ kind: 'end', lessons: modules.map(endOf) });
  }

  #report(line: ReportLine): void {
    this.#channel?.(line);
  }
}

function endOf(module: TestModule): LessonEnd {
  const tests = [...module.children.allTests()];
  const ungraded = tests.filter((test) => test.meta().graded === undefined);
  const lesson = tests[0]?.meta().planned?.lesson ?? basename(dirname(module.moduleId)).replace(/^lesson/, '');
  const failed = ungraded.find((test) => test.result().state === 'failed');
  const broken = module.errors()[0] ?? failed?.result().errors?.[0];
  const unrun = ungraded.some((test) => test.result().state !== 'skipped');
  const message = broken?.message ?? (unrun ? 'the process that ran the tests was ended' : undefined);
  return { lesson, ...(message !== undefined && { error: message.split('\n')[0] ?? 'unknown' }) };
}
