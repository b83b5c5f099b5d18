import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { TRY } from './lesson.ts';

/** The lines that try.ts has printed, without the first one. */
export const said = (program: ObservedProgram): string[] => program.output.out.split('\n').slice(1, -1);

/** Sends commands to try.ts and waits for `lines` more lines; returns these. */
export async function told(program: ObservedProgram, commands: readonly string[], lines: number): Promise<string[]> {
  const before = said(program).length;
  program.stdin?.write(commands.map((line) => `${line}\n`).join(''));
  await program.waitFor(`${lines} lines`, () => said(program).length >= before + lines);
  return said(program).slice(before);
}

export async function queueOf(
  t: TestContext,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ObservedProgram> {
  const program = await t.watch(TRY, { args, env });
  t.note(`started  try.ts ${args.join(' ')}`);
  await program.waitFor('"ready"', () => program.output.out.includes('ready\n'));
  return program;
}

/** Each call locks the mutex: a thread that holds it gets EDEADLK. A job is in the queue, so that `take` does not wait. */
export async function expectLocked(t: TestContext, what: readonly string[], looksLike: string): Promise<void> {
  const program = await queueOf(t, []);
  const commands = ['put 1', ...what.map((name) => `locked ${name}`)];
  const lines = await t.step(`locked the mutex, then called ${what.join(', ')}`, () =>
    told(program, commands, commands.length),
  );
  const without = lines.find((line) => line.endsWith('does not lock the mutex'));
  t.expect(without === undefined, {
    expected: `${what.join(', ')} to lock the mutex: EDEADLK, because this thread holds it`,
    saw: `${without}`,
    looksLike,
  });
}
