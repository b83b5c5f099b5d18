import type { Reporter, TestModule } from 'vitest/node';
import { type Failure, leaveOutcome } from './outcome.ts';

/** Leaves the outcome of a run of the project's own tests. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const passed = modules.flatMap((module) => [...module.children.allTests('passed')]).length;
    const failures = modules.flatMap(failuresOf);
    leaveOutcome({ passed, failed: failures.length + unhandled.length, failures });
  }
}

/** The tests that failed. A file that does not load, and a hook that fails, have no test that could. */
function failuresOf(module: TestModule): Failure[] {
  const file = module.relativeModuleId;
  const names = [
    ...(module.errors().length > 0 ? ['the file itself'] : []),
    ...[...module.children.allSuites()].filter((suite) => suite.errors().length > 0).map(({ fullName }) => fullName),
    ...[...module.children.allTests('failed')].map(({ fullName }) => fullName),
  ];
  return names.map((name) => ({ name: `${file} > ${name}`, again: file }));
}
