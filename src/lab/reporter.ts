import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { failureText, headline, pointsText } from './render.ts';
import type { LessonReport, TestResult } from './results.ts';

/** Prints graded tests as they finish, and writes the result model to `LAB_REPORT`. */
export default class GradeReporter implements Reporter {
  readonly #print = process.env['LAB_QUIET'] === undefined;
  #failures = 0;

  onTestCaseResult(testCase: TestCase): void {
    const result = testCase.meta()['graded'] as TestResult | undefined;
    if (result === undefined) return;
    if (result.status === 'passed') this.#say(headline(result));
    else {
      const first = this.#failures++ === 0;
      this.#say(result.status === 'waiting' ? failureText(result) : `${first ? '\n' : ''}${failureText(result)}\n`);
    }
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message?: string }[]): void {
    const reports = modules.map((module) => this.#report(module));
    for (const error of unhandled) this.#say(` ✗ ${error.message ?? String(error)}`);
    for (const report of reports) {
      if (report.error !== undefined)
        this.#say(`\n ✗ lesson ${report.lesson} could not be graded\n   ${report.error}\n`);
      else this.#say(`\n ${pointsText(report)}\n`);
    }
    const path = process.env['LAB_REPORT'];
    if (path === undefined) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(reports, null, 1));
  }

  #report(module: TestModule): LessonReport {
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
    const error = broken === undefined ? {} : { error: broken.message.split('\n')[0] ?? 'unknown' };
    return { lesson, target, tests: results, ...error };
  }

  #say(text: string): void {
    if (this.#print) process.stdout.write(`${text}\n`);
  }
}
