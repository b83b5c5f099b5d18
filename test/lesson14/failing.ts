import { SIGTERM } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { blockedIn, hasSignal, processInfo } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blamingDeath } from '../support/echo.ts';
import { limitFiles } from '../support/limit-files.ts';
import { inFolder } from '../support/train-answers.ts';
import { graded, REPLACES, SERVER } from './lesson.ts';
import { full, isGone } from './replacing.ts';
import { ask, PATIENCE_MS, startService, workersOf, writeConfig } from './service.ts';

/** The first pause is of 100 ms; a timer of the kernel ends none early. */
const SHORTEST_PAUSE_MS = 80;
/** Far more deaths than are needed when the machine has time: only a worker that dies young counts. */
const MOST_DEATHS = 14;
/** The third pause is four times the first one, the next one twice as long. */
const THIRD_PAUSE_MS = 380;
const FOURTH_PAUSE_MS = 780;
/** A worker is young until then. */
const YOUNG_MS = 1000;
/** A busy machine may take long for a pause of 100 ms, but not each time. */
const TRIES = 3;

/** Kills the only worker, and waits for the next one; returns the time that took. */
async function replacedAfter(t: TestContext, server: ObservedProgram): Promise<number> {
  const [worker = 0] = workersOf(server);
  const killed = performance.now();
  process.kill(worker, 'SIGKILL');
  let deaf = false;
  const next = (): boolean => {
    deaf ||= /nanosleep/.test(blockedIn(server.pid) ?? '') && hasSignal(server.pid, 'SigBlk', SIGTERM);
    return workersOf(server).some((pid) => pid !== worker);
  };
  await until(() => server.exited !== null || next(), PATIENCE_MS);
  t.expect(server.exited === null && next(), { expected: 'another worker', saw: 'none', looksLike: 'not-replaced' });
  t.expect(!deaf, {
    expected: 'a master that hears signals during the pause',
    saw: 'it sleeps in nanosleep, and SIGTERM is blocked',
    looksLike: 'pause-sleeps',
  });
  return Math.round(performance.now() - killed);
}

graded(
  '14.4',
  2,
  'a worker that dies young is replaced after a pause, which grows',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 1']);
      const pauses: number[] = [];
      while (pauses.length < MOST_DEATHS && (pauses.length < 3 || Math.max(...pauses) < THIRD_PAUSE_MS))
        pauses.push(await replacedAfter(t, server));
      t.note(`killed each worker as soon as it appeared; the next one came after ${pauses.join(', ')} ms`);
      t.expect(Math.max(...pauses) >= THIRD_PAUSE_MS, {
        expected: 'pauses of 100, 200, 400 ms',
        saw: `none of ${THIRD_PAUSE_MS} ms`,
        looksLike: pauses.filter((ms) => ms >= 90).length < 3 ? 'respawn-storm' : 'same-pause',
      });
      let [atOnce, short] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let i = 0; i < TRIES && Math.max(atOnce, short) >= FOURTH_PAUSE_MS; i++) {
        const seen = performance.now();
        await until(() => performance.now() - seen > YOUNG_MS, PATIENCE_MS);
        atOnce = Math.min(atOnce, await replacedAfter(t, server));
        short = Math.min(short, await replacedAfter(t, server));
      }
      t.note(`killed a worker that had lived for a second; the next one came after ${atOnce} ms`);
      t.expect(atOnce < FOURTH_PAUSE_MS, {
        expected: 'no pause: it was not young any more',
        saw: `a pause of ${atOnce} ms`,
        looksLike: 'always-pause',
      });
      t.note(`killed that one young; the next one came after ${short} ms`);
      t.expect(short < FOURTH_PAUSE_MS, {
        expected: 'a pause of 100 ms: the row of young deaths had ended',
        saw: `a pause of ${short} ms`,
        looksLike: 'never-forgives',
      });
    }),
  { needs: [REPLACES] },
);

graded(
  '14.4',
  2,
  'ends with a sentence when no worker can start, and leaves none behind',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const file = writeConfig(folder, ['workers = 3']);
      const server = await t.watch(SERVER, {
        args: ['--port', '0', '--config', file, '--listener', 'reuseport'],
        faults: [{ calls: ['listen'], error: 'EADDRINUSE', every: 1 }],
      });
      t.note('in this run listen fails with EADDRINUSE, in each worker');
      const exit = await t.step('started server.ts; it ends', () => server.exit(() => 'hopeless'));
      await server.output.caughtUp();
      t.expect(exit.code === 1 && server.log.some((line) => line.includes('no worker can start')), {
        expected: 'exit status 1 and a sentence on standard error',
        saw: `the server ${describeExit(exit)}`,
        looksLike: 'hopeless',
      });
      const forks = server.log.filter((line) => line.includes('is number')).length;
      t.expect(forks <= 3, { expected: 'three workers, and no more', saw: `${forks}`, looksLike: 'respawn-storm' });
      const left = server.processes().filter(({ state }) => state !== 'Z');
      t.expect(left.length === 0, { expected: 'no process left', saw: `${left.length}`, looksLike: 'orphans' });
      await oneCannotStart(t, file);
    }),
  { needs: [REPLACES] },
);

/** One of three has no descriptor for its listener; the others could serve. */
async function oneCannotStart(t: TestContext, file: string): Promise<void> {
  const server = await t.watch(SERVER, {
    args: ['--port', '0', '--config', file, '--listener', 'reuseport'],
    faults: [{ calls: ['epoll_create1'], signal: 'SIGSTOP', at: [1] }],
  });
  const stopped = (): number[] => workersOf(server).filter((pid) => processInfo(pid)?.state === 'T');
  await t.step('started server.ts once more; each worker is stopped as it begins', () =>
    server.waitFor('three stopped workers', () => stopped().length === 3),
  );
  const [first = 0, ...others] = stopped();
  limitFiles(first, 3);
  process.kill(first, 'SIGCONT');
  await t.step(`left worker ${first} no descriptor (prlimit), and let it go on: it cannot start`, async () => {
    await server.waitFor('its end', () => processInfo(first) === null, { alive: false });
    await server.quiet();
  });
  for (const pid of others) process.kill(pid, 'SIGCONT');
  const exit = await t.step('let the others go on, which the master has told to end', () =>
    server.exit(() => 'given-up-alone'),
  );
  t.expect(exit.code === 1, {
    expected: 'exit status 1',
    saw: `the server ${describeExit(exit)}`,
    looksLike: 'hopeless',
  });
}

graded(
  '14.4',
  2,
  'fork fails: the other workers serve, and the missing one is made later',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const faults = [{ calls: ['fork'], error: 'EAGAIN', at: [3, 4] }];
      const server = await startService(t, folder, ['workers = 2'], { faults });
      t.note('in this run the third and the fourth fork fail with EAGAIN');
      const [victim = 0] = workersOf(server);
      process.kill(victim, 'SIGKILL');
      await t.step(`killed worker ${victim}; a client gets its answer`, () =>
        blamingDeath(server, 'fork-fatal', async () => {
          // A worker that is being killed may be the one that the connection wakes.
          await until(() => isGone(victim), PATIENCE_MS);
          await ask(t, server);
        }),
      );
      await t.step(`there are two workers again`, () => full(t, server, 2, [victim], 'fork-fatal'));
      await server.output.caughtUp();
      const times = server.log.flatMap((line) => /^(\S+Z) \d+ error /.exec(line)?.[1] ?? []).map(Date.parse);
      const between = (times[1] ?? Number.POSITIVE_INFINITY) - (times[0] ?? 0);
      t.expect(between >= SHORTEST_PAUSE_MS, {
        expected: 'a pause of 100 ms or more between the two forks that fail',
        saw: `their lines in the log are ${between} ms apart`,
        looksLike: 'no-pause-fork',
      });
    }),
  { needs: [REPLACES] },
);

graded(
  '14.4',
  1,
  'an error in a worker ends that worker, and nothing else',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const faults = [{ calls: ['epoll_pwait', 'epoll_wait'], error: 'EBADF', at: [1] }];
      const server = await startService(t, folder, ['workers = 2'], { faults });
      t.note('in this run the first wait of each worker fails with EBADF, as by a bug');
      const grandchildren = (): number[] =>
        server
          .processes()
          .filter(({ pid, ppid }) => pid !== server.pid && ppid !== server.pid && ppid !== 1)
          .map(({ pid }) => pid);
      await until(() => server.deaths.length >= 2 || grandchildren().length > 0 || server.exited !== null, PATIENCE_MS);
      t.expect(server.exited === null && grandchildren().length === 0, {
        expected: 'two workers that die of it',
        saw: server.exited === null ? `${grandchildren().length} children of a worker` : 'the master has ended',
        looksLike: 'second-master',
      });
      server.signal('SIGTERM');
      await t.step('both have died of it; sent SIGTERM: the master ends', () => server.exit());
    }),
  { needs: [REPLACES] },
);
