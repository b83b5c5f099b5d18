import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { TRY } from './lesson.ts';

/** What try.ts has printed, without its first line. */
export const said = (program: ObservedProgram): string[] => program.output.out.split('\n').slice(1, -1);

/** Gives commands to try.ts and waits for as many lines. */
export async function told(program: ObservedProgram, commands: readonly string[], lines: number): Promise<string[]> {
  const before = said(program).length;
  program.stdin?.write(commands.map((line) => `${line}\n`).join(''));
  await program.waitFor(`${lines} lines`, () => said(program).length >= before + lines);
  return said(program).slice(before);
}

export async function queueOf(t: TestContext, args: readonly string[]): Promise<ObservedProgram> {
  const program = await t.watch(TRY, { args });
  t.note(`started  try.ts ${args.join(' ')}`);
  await program.waitFor('"ready"', () => program.output.out.includes('ready\n'));
  return program;
}

/** Each of these asks for the mutex: tried by a thread that has it. A job is there, so that nobody has to wait for one. */
export async function expectLocked(t: TestContext, what: readonly string[], looksLike: string): Promise<void> {
  const program = await queueOf(t, []);
  const commands = ['put 1', ...what.map((name) => `locked ${name}`)];
  const lines = await t.step(`took the mutex, and then tried ${what.join(', ')}`, () =>
    told(program, commands, commands.length),
  );
  const without = lines.find((line) => line.endsWith('does not ask for the mutex'));
  t.expect(without === undefined, {
    expected: `${what.join(', ')} to ask for the mutex, and to be told that this thread has it`,
    saw: `${without}`,
    looksLike,
  });
}
