import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { TRY } from './lesson.ts';

const lines = (program: ObservedProgram): string[] => program.output.out.split('\n').slice(0, -1);

/** Runs commands in one part of try.ts; returns a line for each. */
export async function tried(t: TestContext, part: string, commands: readonly string[]): Promise<string[]> {
  const program = await t.watch(TRY, { args: ['--part', part] });
  program.stdin?.write(commands.map((command) => `${command}\n`).join(''));
  const options = { progress: () => lines(program).length };
  await program.waitFor(`${commands.length} lines`, () => lines(program).length >= commands.length, options);
  return lines(program);
}

/** A command, the line that it should print, and the known mistake that another line looks like. */
export type Step = readonly [command: string, wanted: string, looksLike?: string | ((seen: string) => string)];

/** Runs commands, and compares their lines one by one. */
export async function expectLines(t: TestContext, part: string, steps: readonly Step[]): Promise<void> {
  const seen = await t.step(`try.ts --part ${part}: ${steps.length} commands`, () =>
    tried(
      t,
      part,
      steps.map(([command]) => command),
    ),
  );
  for (const [i, [command, wanted, looksLike]] of steps.entries())
    t.expect(seen[i] === wanted, {
      expected: `${wanted} for command ${i + 1}, "${short(command)}"`,
      saw: `${seen[i]}`,
      kernel: [`so far: ${seen.slice(0, i).map(short).join(', ')}`],
      looksLike: typeof looksLike === 'function' ? looksLike(seen[i] ?? '') : looksLike,
    });
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
