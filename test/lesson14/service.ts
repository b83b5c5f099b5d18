/** The service under test: its folder, its workers, and requests to it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { isZombie } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { LaunchOptions } from '../../src/kit/process/launch.ts';
import { SERVER } from './lesson.ts';

/** More than all socket buffers between a worker and a client that does not read. */
export const BIG = 16_000_000;
/** A wait that no program makes shorter: the service may be in a pause. */
export const PATIENCE_MS = 30_000;

export const configIn = (folder: string): string => join(folder, 'greeter.conf');

export function writeConfig(folder: string, lines: readonly string[]): string {
  const file = configIn(folder);
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return file;
}

/** Starts the service with these settings, and waits until its workers serve. */
export async function startService(
  t: TestContext,
  folder: string,
  lines: readonly string[] = ['workers = 2'],
  { args = [], ...options }: LaunchOptions = {},
): Promise<ObservedProgram> {
  const file = writeConfig(folder, lines);
  const server = await t.start(SERVER, { ...options, childListens: true, args: ['--config', file, ...args] });
  await t.step(`its settings: ${lines.join(', ')}; it says that it listens`, () => listens(server));
  return server;
}

const listens = (server: ObservedProgram): Promise<true> =>
  server.waitFor(
    'the line "listening 127.0.0.1:PORT" on standard output',
    () => server.output.out.includes('listening 127.0.0.1:'),
    { diagnose: () => (server.output.out.includes('listening ') ? 'any-address' : undefined) },
  );

/** Living children, in the order of their pids. */
export const workersOf = (server: ObservedProgram): number[] =>
  server
    .children()
    .filter((child) => !isZombie(child))
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);

/** A client that has sent a request. */
export async function request(t: TestContext, server: ObservedProgram, target = '/'): Promise<Peer> {
  const peer = await t.connect(server, target === '/' ? {} : { receiveBuffer: 4096 });
  await peer.send(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`));
  return peer;
}

/** The body of the answer, once the server has ended the connection. */
export async function answerTo(peer: Peer): Promise<string> {
  await peer.expectEnd('eof');
  const text = peer.received.toString('latin1');
  peer.close();
  return text.slice(text.indexOf('\r\n\r\n') + 4);
}

/** One request, and the body of its answer. */
export async function ask(t: TestContext, server: ObservedProgram): Promise<{ text: string; pid: number }> {
  const text = await answerTo(await request(t, server));
  return { text, pid: Number(/from (\d+)/.exec(text)?.[1] ?? 0) };
}
