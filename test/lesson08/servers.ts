import { readdirSync } from 'node:fs';
import type { TestContext } from '../../src/grading/test-context.ts';
import { blockedIn } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { SERVER } from './lesson.ts';

/** Threads of the pool, from the line that each writes when it starts. */
export const pool = (server: ObservedProgram): number[] =>
  server.log.flatMap((line) => {
    const tid = /^\d+ thread (\d+)$/.exec(line)?.[1];
    return tid === undefined ? [] : [Number(tid)];
  });

export async function served(
  t: TestContext,
  folder: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ObservedProgram> {
  const server = await t.start(SERVER, { args: ['--dir', folder, ...args], env });
  await server.quiet();
  return server;
}

export const tasks = (server: ObservedProgram): number => readdirSync(`/proc/${server.pid}/task`).length;

/** Whether a thread of the pool sleeps in this call. */
export const busyIn = (server: ObservedProgram, call: string): boolean =>
  pool(server).some((tid) => (blockedIn(tid) ?? call).startsWith(call));
