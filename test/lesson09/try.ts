import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { Finding } from '../../src/kit/finding.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { TRY } from './lesson.ts';

export async function part(
  t: TestContext,
  name: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ObservedProgram> {
  const program = await t.watch(TRY, { args: ['--part', name], env });
  t.note(`started  try.ts --part ${name}`);
  return program;
}

export const lines = (program: ObservedProgram): string[] => program.output.out.split('\n').slice(0, -1);

export async function say(
  program: ObservedProgram,
  text: string,
  count: number,
  looksLike?: string,
): Promise<string[]> {
  const before = lines(program).length;
  program.stdin?.write(text);
  await program.waitFor(`${count} more lines`, () => lines(program).length >= before + count, {
    diagnose: () => looksLike,
  });
  return lines(program).slice(before);
}

/** As `say`, for answers that come after a time: a program that sleeps until then is not stuck. */
export async function sayAndWait(
  program: ObservedProgram,
  text: string,
  count: number,
  looksLike: string,
): Promise<string[]> {
  const before = lines(program).length;
  program.stdin?.write(text);
  await until(() => lines(program).length >= before + count || program.exited !== null, 15_000);
  const seen = lines(program).slice(before);
  if (seen.length < count)
    throw new Finding({
      expected: `${count} lines`,
      saw: seen.join(', ') || 'none',
      kernel: program.describeProcesses(),
      looksLike,
    });
  return seen;
}
