import { createServer, type Socket } from 'node:net';
import type { LessonTests } from '../../src/grading/lesson-tests.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { LaunchOptions } from '../../src/kit/process/launch.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { graded, TRY } from './lesson.ts';

/** A wait of 1,100 ms has ended by then on a busy machine too; a wait that starts again with each signal has not. */
export const PATIENCE_MS = 15_000;
/** More than a second: both fields of the timeval are used. */
export const MS = 1100;
/** The kernel ends no time-out early (SO_RCVTIMEO: 2.7 to 7.2 ms late, 100 times). A margin for two clocks, and for rounding. */
const EARLY_MS = 20;

/** The result that try.ts printed for its call; null when it has printed none in PATIENCE_MS. */
export const resultOf = (program: ObservedProgram): Promise<string | null> =>
  until(() => {
    const lines = program.output.out.split('\n').filter((line) => !line.startsWith('listening'));
    return lines.length > 3 || program.exited !== null
      ? lines[1] || `no result: the program ${describeExit(program.exited)}`
      : null;
  }, PATIENCE_MS);

/** A peer that accepts, and neither sends nor reads by itself. */
export async function silentPeer(): Promise<{ port: number; socket(): Socket | undefined; close(): void }> {
  const sockets: Socket[] = [];
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    socket: () => sockets[0],
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** Runs try.ts. It measures the time of its call itself, because the test may see the result late on a busy machine. */
export async function tried(
  t: TestContext,
  args: readonly string[],
  meanwhile: (program: ObservedProgram) => Promise<void> | void = () => {},
  faults?: LaunchOptions['faults'],
): Promise<{ program: ObservedProgram; result: string; ms: number }> {
  const program = await t.watch(TRY, { args, ...(faults && { faults }) });
  t.note(`started  try.ts ${args.join(' ')}`);
  await program.waitFor('the call to begin', () => /^fd \d+$/m.test(program.output.out));
  await meanwhile(program);
  const result = await resultOf(program);
  t.expect(result !== null, {
    expected: 'the end of the call',
    saw: `none in ${PATIENCE_MS / 1000} s`,
    kernel: program.describeProcesses(),
    looksLike: args.includes('connect') ? 'blocking-connect' : args.includes('write') ? 'blocking-write' : 'units',
  });
  return { program, result, ms: Number(/^after ([\d.]+) ms$/m.exec(program.output.out)?.[1] ?? 0) };
}

export function expectTimedOut(
  t: TestContext,
  { result, ms }: { result: string; ms: number },
  looksLike?: string,
  wanted = MS,
): void {
  t.expect(result === 'ETIMEDOUT', { expected: 'ETIMEDOUT', saw: result, looksLike: looksLike ?? 'no-etimedout' });
  t.expect(ms > wanted - EARLY_MS, {
    expected: `to wait ${wanted} ms`,
    saw: `ETIMEDOUT after ${ms.toFixed(0)} ms`,
    looksLike: 'units',
  });
  t.expect(ms < 10 * wanted, {
    expected: `to wait ${wanted} ms`,
    saw: `ETIMEDOUT after ${ms.toFixed(0)} ms`,
    looksLike: 'units',
  });
}

/** A test of one call of try.ts. */
export const gradedTry: LessonTests['graded'] = (step, points, title, body, options) =>
  graded(
    step,
    points,
    title,
    async (t, run) => {
      await body(t, run);
      // try.ts ends with its standard input.
      for (const program of t.programs) {
        program.stdin?.end();
        await program.exit();
      }
    },
    options,
  );
