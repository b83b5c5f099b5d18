import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { waitTime } from '../../src/kit/kernel/wait-time.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';

/** A wait that is given whole milliseconds is rounded up. */
const ROUNDED_MS = 1;
const LOOK_MS = 2000;

/** The mistake in a time that is too long, by its seconds when they were given once more as microseconds. */
const mistakeIn = (given: number, wanted: number): string =>
  given - wanted <= 1000 * Math.floor(wanted / 1000) + ROUNDED_MS ? 'seconds-twice' : 'units';

/** Fails when the kernel was given a longer time than is wanted. The part of a wait that is left after a signal is shorter. */
export function expectAtMost(t: TestContext, given: number | null, wanted: number): void {
  if (given === null || !Number.isFinite(given)) return; // /proc does not tell, or another timer ends the wait
  t.expect(given <= wanted + ROUNDED_MS, {
    expected: `a wait of ${wanted} ms`,
    saw: `a wait for which the kernel was given ${given} ms`,
    looksLike: mistakeIn(given, wanted),
  });
}

/** The same of the wait in which a program sleeps now. */
export async function expectTimeGiven(t: TestContext, program: ObservedProgram, wanted: number): Promise<void> {
  expectAtMost(t, await until(() => waitTime(program.pid), LOOK_MS), wanted);
}
