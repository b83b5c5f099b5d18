import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { failureText, headline, pointsText } from '../text/render.ts';
import { openReport, type ReportLine } from './report-channel.ts';
import type { LessonReport, PlannedTest, TestResult } from './result.ts';

/** Prints graded tests as they finish, and reports them to whoever started the run. */
export default class GradeReporter implements Reporter {
  #channel: ReturnType<typeof openReport> = null;
  #failures = 0;
  #waitedFor = '';

  /** Before the first worker is there, which must not have the descriptor. */
  onTestRunStart(): void {
    this.#channel ??= openReport();
  }

  onTestModuleCollected(module: TestModule): void {
    for (const test of module.children.allTests()) {
      const planned = test.meta()['planned'] as PlannedTest | undefined;
      if (planned !== undefined) this.#report({ kind: 'planned', test: planned });
    }
  }

  onTestCaseResult(testCase: TestCase): void {
    const result = testCase.meta()['graded'] as TestResult | undefined;
    if (result === undefined) return;
    this.#report({ kind: 'result', test: result });
    if (result.status === 'passed') this.#say(headline(result));
    else {
      const first = this.#failures++ === 0;
      if (result.status === 'waiting') this.#say(this.#isNews(result) ? failureText(result) : headline(result));
      else this.#say(`${first ? '\n' : ''}${failureText(result)}\n`);
    }
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message?: string }[]): void {
    const reports = modules.map((module) => this.#summary(module));
    for (const error of unhandled) this.#say(` ✗ ${error.message ?? String(error)}`);
    for (const report of reports) {
      if (report.error !== undefined)
        this.#say(`\n ✗ lesson ${report.lesson} could not be graded\n   ${report.error}\n`);
      else
        this.#say(
          `\n ${pointsText(report)}${process.env['LAB_STEP'] === undefined ? '' : ' of the tests that were run'}\n`,
        );
    }
    this.#report({ kind: 'end', reports });
  }

  #summary(module: TestModule): LessonReport {
    const tests = [...module.children.allTests()];
    const results = tests
      .map((test) => test.meta()['graded'] as TestResult | undefined)
      .filter((result) => result !== undefined);
    const lesson = /lesson(\d\d)/.exec(module.moduleId)?.[1] ?? '??';
    const target = process.env['LAB_TARGET'] ?? 'lessons';
    const broken =
      module.errors()[0] ??
      tests.find((test) => test.result().state === 'failed' && test.meta()['graded'] === undefined)?.result()
        .errors?.[0];
    const unrun = tests.some((test) => test.meta()['graded'] === undefined && test.result().state !== 'skipped');
    const message = broken?.message ?? (unrun ? 'the process that ran the tests was ended' : undefined);
    const error = message === undefined ? {} : { error: message.split('\n')[0] ?? 'unknown' };
    return { lesson, target, tests: results, ...error };
  }

  #report(line: ReportLine): void {
    this.#channel?.(line);
  }

  /** What many tests wait for is said once. */
  #isNews({ failure }: TestResult): boolean {
    const blocker = failure?.expected ?? '';
    const news = blocker !== this.#waitedFor;
    this.#waitedFor = blocker;
    return news;
  }

  #say(text: string): void {
    process.stdout.write(`${text}\n`);
  }
}
