import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Writes the counts of a run to the file named by `LAB_COUNTS`, for the last line of `npm test`. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const path = process.env['LAB_COUNTS'];
    if (path === undefined) return;
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string): number => states.filter((one) => one === state).length;
    // A file that fails to load has no tests, so it is counted itself.
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const counts: Counts = { passed: count('passed'), failed: count('failed') + broken + unhandled.length };
    writeFileSync(path, JSON.stringify(counts));
  }
}
