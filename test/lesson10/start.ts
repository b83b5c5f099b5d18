import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Diagnose, Exit } from '../../src/kit/situation.ts';
import { SERVER } from './lesson.ts';

/** Several threads start, each with a heap of its own: on a busy machine this takes long, and it is no reason for a failure. */
export const LONG_MS = 60_000;

/** Starts the bank and waits until it says that it listens: its loops run then. */
export async function serve(t: TestContext, args: readonly string[]): Promise<ObservedProgram> {
  const server = await t.start(SERVER, { args });
  await server.waitFor('"listening" on standard output', () => server.output.out.includes('listening'), {
    within: LONG_MS,
  });
  return server;
}

/** Waits for the end of a program that joins its threads. */
export function ended(program: ObservedProgram, diagnose: Diagnose): Promise<Exit> {
  program.asked = true;
  return program.waitFor('the program to end', () => program.exited, { alive: false, within: LONG_MS, diagnose });
}
