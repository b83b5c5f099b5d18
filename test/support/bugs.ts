import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';

/** Makes the first call of each of `calls` throw an error that is no SystemError, as a bug in the program would. */
export const bugAt = (...calls: readonly string[]) => ({ faults: [{ calls, bug: true, at: [1] }] }) as const;

/** A program that has met a bug of its own ends with an error status, and says which error it was. */
export const expectEndByBug = (t: TestContext, program: ObservedProgram, looksLike: string): Promise<void> =>
  expectEndByError(t, program, 'an error that is no SystemError is a bug', looksLike);

/** The same of any error that the program cannot handle: `code` is its name, which the program must say. */
export async function expectEndByError(
  t: TestContext,
  program: ObservedProgram,
  why: string,
  looksLike: string,
  code = '',
): Promise<void> {
  const exit = await t.step('the program ends', () => program.exit(() => looksLike));
  await program.output.caughtUp();
  const said = code === '' ? program.deaths.length > 0 : program.log.some((line) => line.includes(code));
  t.expect(exit.code !== 0 && exit.code !== null && said, {
    expected: `a program that ends with an error status and a message: ${why}`,
    saw: `the program ${describeExit(exit)}${said ? '' : ', without a message of the error'}`,
    looksLike,
  });
}

/** The same of a child, whose parent goes on. */
export async function expectChildEndsByBug(t: TestContext, program: ObservedProgram, looksLike: string): Promise<void> {
  await t.step('the child says which error ended it', () =>
    program.waitFor(
      'a child that ends with a message: an error that is no SystemError is a bug',
      () => program.deaths.some(({ pid }) => pid !== program.pid),
      { diagnose: () => looksLike },
    ),
  );
}
