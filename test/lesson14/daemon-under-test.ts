/** A daemon under test: found by its pid file, for it has left its launcher's family. */
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { allProcesses } from '../../src/kit/kernel/family.ts';
import { isZombie, processesWithEnvironment, processInfo } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { LaunchOptions } from '../../src/kit/process/launch.ts';
import { SERVER } from './lesson.ts';
import { BIG, PATIENCE_MS, writeConfig } from './service.ts';

export interface Daemon {
  readonly launcher: ObservedProgram;
  readonly pid: number;
  readonly port: number;
}

export const pidFileIn = (folder: string): string => join(folder, 'greeter.pid');

const daemonArgs = (folder: string, file: string): string[] => [
  ...['--port', '0', '--daemon', '--config', file, '--pid', pidFileIn(folder)],
];

/** Starts a launcher, and waits for its end. */
export async function launchDaemon(
  t: TestContext,
  folder: string,
  lines: readonly string[] = ['workers = 2', 'log = greeter.log'],
  options: LaunchOptions = {},
): Promise<ObservedProgram> {
  const launcher = await watchLauncher(t, folder, lines, options);
  await endOf(t, launcher);
  return launcher;
}

/** Starts a launcher, and no more. */
export function watchLauncher(
  t: TestContext,
  folder: string,
  lines: readonly string[],
  options: LaunchOptions,
): Promise<ObservedProgram> {
  const args = [...daemonArgs(folder, writeConfig(folder, lines)), ...(options.args ?? [])];
  return t.watch(SERVER, { ...options, args });
}

export async function endOf(t: TestContext, launcher: ObservedProgram): Promise<void> {
  await t.step(
    `started server.ts --daemon --pid ${pidFileIn('FOLDER')}, pid ${launcher.pid}`,
    () => until(() => launcher.exited !== null, PATIENCE_MS), // it waits for a process that has left its family
  );
  await launcher.settle();
  t.expect(launcher.exited !== null, {
    expected: 'the launcher to end',
    saw: 'it waits',
    kernel: launcher.describeProcesses(),
    looksLike: 'no-report',
  });
}

/** A daemon that serves. */
export async function startDaemon(t: TestContext, folder: string, options: LaunchOptions = {}): Promise<Daemon> {
  const launcher = await launchDaemon(t, folder, undefined, options);
  const pid = pidIn(folder) ?? 0;
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(launcher.output.out)?.[1] ?? 0);
  t.expect(launcher.exited?.code === 0 && pid > 1 && port > 0, {
    expected: 'a launcher that ends with status 0, a pid file, and a port on standard output',
    saw: `status ${launcher.exited?.code}, pid ${pid}, ${JSON.stringify(launcher.output.out)}`,
  });
  return { launcher, pid, port };
}

export interface BusyClient {
  /** Reads to the end; the number of bytes that have come. */
  rest(): Promise<number>;
}

/** A client in the middle of a large answer, of which it reads nothing yet. */
export function askForMuch(port: number): Promise<BusyClient> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let length = 0;
    const ended = new Promise<void>((end) => socket.once('close', () => end()));
    socket.on('error', reject); // after the first bytes it has no effect: `close` follows
    socket.write(`GET /bytes/${BIG} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    socket.on('data', (bytes: Buffer) => {
      length += bytes.length;
      if (length > bytes.length) return;
      socket.pause();
      resolve({
        rest: async () => {
          socket.resume();
          await ended;
          return length;
        },
      });
    });
  });
}

/** The processes of a launcher that a fault has stopped, in whatever session they are. */
export const stoppedBy = ({ mark }: ObservedProgram): number[] =>
  processesWithEnvironment(mark).filter((pid) => processInfo(pid)?.state === 'T');

/** The number in the pid file; null without one. */
export function pidIn(folder: string): number | null {
  const file = pidFileIn(folder);
  const text = existsSync(file) ? readFileSync(file, 'latin1') : '';
  return /^\d+\n$/.test(text) ? Number(text) : null;
}

export const childrenOf = (pid: number): number[] =>
  allProcesses()
    .filter((info) => info.ppid === pid && !isZombie(info))
    .map((info) => info.pid);

export function isGone(pid: number): boolean {
  const info = processInfo(pid);
  return info === null || isZombie(info);
}

/** Ends a process by a signal, and waits until it has gone. */
export async function endBy(t: TestContext, pid: number, signal: NodeJS.Signals, looksLike?: string): Promise<void> {
  process.kill(pid, signal);
  await t.step(`sent ${signal} to ${pid}`, () => until(() => isGone(pid), PATIENCE_MS));
  t.expect(isGone(pid), { expected: 'the daemon to end', saw: 'it still lives', looksLike });
}
