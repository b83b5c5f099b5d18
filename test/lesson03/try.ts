import { createServer, type Socket } from 'node:net';
import type { LessonTests } from '../../src/grading/lesson-tests.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { processInfo } from '../../src/kit/kernel/proc.ts';
import { waitTime } from '../../src/kit/kernel/wait-time.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { LaunchOptions } from '../../src/kit/process/launch.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { graded, TRY } from './lesson.ts';
import { expectAtMost } from './time-given.ts';

/** A wait of 1,100 ms has ended by then on a busy machine too; a wait that starts again with each signal has not. */
export const PATIENCE_MS = 15_000;
/** More than a second: both fields of the timeval are used. */
export const MS = 1100;
/** The kernel ends no time-out early (SO_RCVTIMEO: 2.7 to 7.2 ms late, 100 times). A margin for two clocks, and for rounding. */
const EARLY_MS = 20;

/** The result that try.ts printed for its call; null when it has printed none in PATIENCE_MS. `look` is called until then. */
export const resultOf = (program: ObservedProgram, look: () => void = () => {}): Promise<string | null> =>
  until(() => {
    look();
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

/** How a call of try.ts ended. */
export interface Tried {
  readonly program: ObservedProgram;
  readonly result: string;
  /** By the clock of the test, from before the call until after its result: never less than the call took. */
  readonly ms: number;
  /** The longest time in milliseconds that the kernel was seen to be given; null when none was seen. */
  readonly given: number | null;
}

/**
 * Runs try.ts, which stops itself before its call: the test continues it, and measures from then on. The clock of the program would
 * say what the program wants.
 */
export async function tried(
  t: TestContext,
  args: readonly string[],
  meanwhile: (program: ObservedProgram) => Promise<void> | void = () => {},
  faults?: LaunchOptions['faults'],
): Promise<Tried> {
  // It has written that it listens, and the number of its descriptor.
  const stops = { calls: ['write'], signal: 'SIGSTOP', at: [args.includes('accept') ? 2 : 1] } as const;
  const program = await t.watch(TRY, { args, faults: [stops, ...(faults ?? [])] });
  t.note(`started  try.ts ${args.join(' ')}`);
  await program.waitFor(
    'the call to begin',
    () => /^fd \d+$/m.test(program.output.out) && processInfo(program.pid)?.state === 'T',
  );
  const began = performance.now();
  program.signal('SIGCONT');
  await meanwhile(program);
  let given: number | null = null;
  const result = await resultOf(program, () => {
    const asked = waitTime(program.pid);
    if (asked !== null && asked > (given ?? -1)) given = asked;
  });
  const ms = performance.now() - began;
  t.expect(result !== null, {
    expected: 'the end of the call',
    saw: `none in ${PATIENCE_MS / 1000} s`,
    kernel: program.describeProcesses(),
    looksLike: args.includes('connect') ? 'blocking-connect' : args.includes('write') ? 'blocking-write' : 'units',
  });
  return { program, result, ms, given };
}

export function expectTimedOut(
  t: TestContext,
  { result, ms, given }: Pick<Tried, 'result' | 'ms' | 'given'>,
  looksLike?: string,
  wanted = MS,
): void {
  t.expect(result === 'ETIMEDOUT', { expected: 'ETIMEDOUT', saw: result, looksLike: looksLike ?? 'no-etimedout' });
  t.expect(ms > wanted - EARLY_MS, {
    expected: `to wait ${wanted} ms`,
    saw: `ETIMEDOUT after ${ms.toFixed(0)} ms at most${given === null ? ', and not asleep in select' : ''}`,
    looksLike: given === null && ms < wanted / 2 ? 'no-wait' : 'units',
  });
  expectAtMost(t, given, wanted);
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
