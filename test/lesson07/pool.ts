import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { LaunchOptions } from '../../src/kit/process/launch.ts';
import { workersOf } from '../support/pool.ts';
import { SERVER } from './lesson.ts';

/** Starts the server under test with `count` workers and waits until all sleep. */
export async function pool(
  t: TestContext,
  folder: string,
  count: number,
  options: LaunchOptions = {},
): Promise<ObservedProgram> {
  const server = await t.start(SERVER, { ...options, args: ['--dir', folder, '--workers', String(count)] });
  await server.quiet();
  const workers = workersOf(server);
  t.expect(workers.length === count, { expected: `${count} workers`, saw: `${workers.length}` });
  return server;
}
