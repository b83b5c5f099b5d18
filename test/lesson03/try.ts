import { createServer, type Socket } from 'node:net';
import type { GradedLesson } from '../../src/grading/lesson-tests.ts';
import type { Bench } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import type { Server } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { graded, TRY } from './lesson.ts';

/** A wait of 1,100 ms is over after 15 s, whatever the machine does; and a wait that starts anew never ends. */
export const PATIENCE_MS = 15_000;
/** More than a second: it stands in both parts of a timeval. */
export const MS = 1100;
/** No time-out ends before its time (SO_RCVTIMEO: 2.7 to 7.2 ms late, 100 times). A margin for two clocks, and for who rounds down. */
const EARLY_MS = 20;

/** What try.ts printed about its call, once it has; null when it has not for a long time. */
export const resultOf = (program: Server): Promise<string | null> =>
  until(() => {
    const lines = program.output.out.split('\n').filter((line) => !line.startsWith('listening'));
    return lines.length > 3 || program.exited !== null
      ? (lines[1] ?? `nothing: it ${describeExit(program.exited)}`)
      : null;
  }, PATIENCE_MS);

/** A peer that accepts, and says and reads nothing until it is told to. */
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

/** Runs try.ts. The time is what it measured itself around its call: we may look late, on a busy machine much too late. */
export async function tried(
  bench: Bench,
  args: readonly string[],
  meanwhile: (program: Server) => Promise<void> | void = () => {},
): Promise<{ program: Server; result: string; ms: number }> {
  const program = await bench.watch(TRY, { args });
  bench.note(`started  try.ts ${args.join(' ')}`);
  await program.waitFor('the call to begin', () => /^fd \d+$/m.test(program.output.out));
  await meanwhile(program);
  const result = await resultOf(program);
  bench.expect(result !== null, {
    expected: 'an end of the call',
    saw: `none in ${PATIENCE_MS / 1000} s`,
    kernel: program.describeProcesses(),
    looksLike: args.includes('connect') ? 'L03-B08' : args.includes('write') ? 'L03-B18' : 'L03-B15',
  });
  return { program, result, ms: Number(/^after ([\d.]+) ms$/m.exec(program.output.out)?.[1] ?? 0) };
}

export function expectTimedOut(bench: Bench, { result, ms }: { result: string; ms: number }, looksLike?: string): void {
  bench.expect(result === 'ETIMEDOUT', { expected: 'ETIMEDOUT', saw: result, looksLike: looksLike ?? 'L03-B06' });
  bench.expect(ms > MS - EARLY_MS, {
    expected: `to wait ${MS} ms`,
    saw: `ETIMEDOUT after ${ms.toFixed(0)} ms`,
    looksLike: 'L03-B15',
  });
  bench.expect(ms < 10 * MS, {
    expected: `to wait ${MS} ms`,
    saw: `ETIMEDOUT after ${ms.toFixed(0)} ms`,
    looksLike: 'L03-B15',
  });
}

/** A test of one call of try.ts. */
export const gradedTry: GradedLesson['graded'] = (step, points, title, body, options) =>
  graded(
    step,
    points,
    title,
    async (bench) => {
      await body(bench);
      // They end when their standard input does.
      for (const program of bench.programs) {
        program.stdin?.end();
        await program.exit();
      }
    },
    options,
  );
