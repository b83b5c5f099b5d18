import { readdirSync } from 'node:fs';
import type { Bench } from '../../src/grading/test-context.ts';
import { blockedIn } from '../../src/kit/kernel/proc.ts';
import type { Server } from '../../src/kit/observed-program.ts';
import { SERVER } from './lesson.ts';

/** Threads of the pool, by the line that each writes when it starts. */
export const pool = (server: Server): number[] =>
  server.log.flatMap((line) => {
    const tid = /^\d+ thread (\d+)$/.exec(line)?.[1];
    return tid === undefined ? [] : [Number(tid)];
  });

export async function served(
  bench: Bench,
  folder: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const server = await bench.start(SERVER, { args: ['--dir', folder, ...args], env });
  await server.quiet();
  return server;
}

export const tasks = (server: Server): number => readdirSync(`/proc/${server.pid}/task`).length;

/** A connection whose thread sleeps in a read or a write. */
export const busyIn = (server: Server, call: string): boolean =>
  pool(server).some((tid) => (blockedIn(tid) ?? call).startsWith(call));
