import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Diagnose } from '../../src/kit/situation.ts';
import { TRY } from './lesson.ts';

/** Starts one part of try.ts. */
export async function part(t: TestContext, name: string, args: readonly string[] = []): Promise<ObservedProgram> {
  const program = await t.watch(TRY, { args: ['--part', name, ...args] });
  t.note(`started  try.ts --part ${[name, ...args].join(' ')}`);
  return program;
}

export const lines = (program: ObservedProgram): string[] => program.output.out.split('\n').slice(0, -1);

/** Writes to its standard input and waits for so many more lines; returns these. */
export async function told(
  program: ObservedProgram,
  text: string,
  count: number,
  diagnose?: Diagnose,
): Promise<string[]> {
  const before = lines(program).length;
  program.stdin?.write(text);
  const options = { ...(diagnose && { diagnose }), progress: () => lines(program).length };
  await program.waitFor(`${count} lines`, () => lines(program).length >= before + count, options);
  return lines(program).slice(before);
}
