import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { processInfo, statusField } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { graded, HELLO, SERVES, startServer } from './lesson.ts';
import { expectTimeGiven } from './time-given.ts';

const TICK = 300;
/** More than a second: both fields of the timeval are used. */
const SLOW_TICK = 1500;
/** Far more than one exchange of a client takes. */
const SHORT_TICK = 200;
/** A clock that starts again with each event has not ticked by then. */
const LONG_MS = 15_000;
/** Waits that grow, such as until the sum of two moments, have not come so far by then. */
const STEADY = 5;

const ticks = (log: readonly string[]): number => log.filter((line) => /tick/.test(line)).length;

/** Ends the server inside the test: a ticking server is never quiet for long, and the bench would wait for a pause between two ticks. */
async function stop(t: TestContext, server: ObservedProgram): Promise<void> {
  server.signal('SIGTERM');
  const exit = await t.step('sent SIGTERM; the server exits', () => server.exit());
  t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
}

/** Limit of voluntary context switches for each tick. A server that checks a clock every 10 ms makes 30. */
const MOST_SLEEPS = 15;
const LOOKS = 10;

/** Samples the state of the server over whole ticks. A busy machine makes this slower and does not change the result. */
async function watched(server: ObservedProgram): Promise<{ asleep: number; looks: number; sleeps: number }> {
  const from = ticks(server.log);
  const before = sleepsOf(server.pid);
  let asleep = 0;
  let looks = 0;
  await until(() => {
    looks++;
    if (processInfo(server.pid)?.state === 'S') asleep++;
    return server.exited !== null || (ticks(server.log) > from && looks >= LOOKS);
  }, 15_000);
  const passed = Math.max(1, ticks(server.log) - from);
  return { asleep, looks, sleeps: (sleepsOf(server.pid) - before) / passed };
}

const sleepsOf = (pid: number): number => Number(statusField(pid, 'voluntary_ctxt_switches') ?? 0);

graded(
  '03.5',
  4,
  'ticks without any client, and sleeps between two ticks',
  async (t: TestContext) => {
    const began = performance.now();
    const server = await startServer(t, { args: ['--tick', String(TICK)] });
    await t.step(`with --tick ${TICK}: waited for the first tick`, async () => {
      const seen = await until(() => ticks(server.log) >= 1, 15_000);
      t.expect(seen !== null, {
        expected: 'a line with "tick" in the log',
        saw: 'none in 15 s',
        kernel: server.describeProcesses(),
      });
    });
    const seen = await t.step('it sleeps until the next one', () => watched(server));
    t.expect(seen.asleep > seen.looks / 2 && seen.sleeps <= MOST_SLEEPS, {
      expected: 'a server that sleeps from one tick to the next',
      saw: `asleep in ${seen.asleep} of ${seen.looks} samples, and ${Math.round(seen.sleeps)} sleeps for each tick`,
      kernel: server.describeProcesses(),
      looksLike: 'stale-time',
    });
    const count = ticks(server.log);
    const due = Math.floor((performance.now() - began) / TICK) + 1;
    t.expect(count >= 2 && count <= due, {
      expected: `two ticks or more, and at most ${due} in the time since it was started`,
      saw: `${count}`,
      looksLike: count > due ? 'units' : undefined,
    });
    const steady = await t.step(`it ticks ${STEADY} times`, () => until(() => ticks(server.log) >= STEADY, LONG_MS));
    t.expect(steady !== null, { expected: `${STEADY} ticks`, saw: `${ticks(server.log)} in ${LONG_MS / 1000} s more` });
    await stop(t, server);
    const slow = await startServer(t, { args: ['--tick', String(SLOW_TICK)] });
    await t.step(`another server, with --tick ${SLOW_TICK}, sleeps until its first tick`, () =>
      expectTimeGiven(t, slow, SLOW_TICK),
    );
    await stop(t, slow);
  },
  { needs: [SERVES] },
);

graded(
  '03.5',
  4,
  'ticks while a client talks without a pause',
  async (t: TestContext) => {
    const server = await startServer(t, { args: ['--tick', String(SHORT_TICK)] });
    const client = await t.connect(server);
    const deadline = performance.now() + LONG_MS;
    let counted = 0;
    await t.step(
      `with --tick ${SHORT_TICK}: a client exchanged 5 bytes again and again, until the server had ticked twice`,
      async () => {
        let longest = 0;
        for (let before = 0; counted < 2 && performance.now() < deadline; ) {
          const start = performance.now();
          await client.exchange(HELLO);
          longest = Math.max(longest, performance.now() - start);
          const now = ticks(server.log);
          if (now === before) continue;
          // A busy machine may pause the client: a tick after such a pause proves nothing.
          if (longest < SHORT_TICK / 2) counted++;
          [before, longest] = [now, 0];
        }
      },
    );
    // When the machine pauses before every tick, regular ticks are accepted.
    t.expect(counted >= 2 || ticks(server.log) >= LONG_MS / SHORT_TICK / 2, {
      expected: 'two ticks',
      saw: `${counted} in ${LONG_MS / 1000} s`,
      looksLike: 'late-tick',
    });
    await stop(t, server);
  },
  { needs: [SERVES, 'ticks without any client, and sleeps between two ticks'] },
);
