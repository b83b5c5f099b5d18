import { writeFileSync } from 'node:fs';
import { SIGTERM } from '#sys';
import { isCall } from '../../src/grading/recording.ts';
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
import { ask, configIn, PATIENCE_MS, startService, workersOf, writeConfig } from './service.ts';

/** The first pause is of 100 ms; a timer of the kernel ends none early. */
const EARLY_MS = 20;
const SHORTEST_PAUSE_MS = 80;
/** Far more deaths than are needed when the machine has time: only a worker that dies young counts. */
const MOST_DEATHS = 14;
/** The first pause; each further one of a row is twice as long. */
const FIRST_PAUSE_MS = 100;
/** A row of three, or a longer one where a busy machine is as slow as the pause is long. */
const ROW = 3;
const LONGEST_ROW = 5;
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
      let since = performance.now();
      const recording = t.record();
      const server = await startService(t, folder, ['workers = 1'], { env: recording.env });
      const timers = (): number => recording.lane(server.pid).filter((event) => isCall(event, 'setitimer')).length;
      const pauses: number[] = [];
      let [row, shortest] = [0, 0];
      const isOver = (): boolean => row >= LONGEST_ROW || (row >= ROW && (pauses.at(-1) ?? 0) < 1.25 * shortest);
      while (pauses.length < MOST_DEATHS && !isOver()) {
        const now = performance.now();
        row = now - since - shortest < YOUNG_MS ? row + 1 : 0; // it was born after the pause
        since = now;
        shortest = row === 0 ? 0 : FIRST_PAUSE_MS * 2 ** (row - 1);
        pauses.push(await replacedAfter(t, server));
        t.expect((pauses.at(-1) ?? 0) >= shortest - EARLY_MS, {
          expected: `a pause of ${shortest} ms after ${row} young deaths in a row`,
          saw: `pauses of ${pauses.join(', ')} ms`,
          // On a busy machine a fork alone may take as long as a pause.
          looksLike:
            Math.min(...pauses) < SHORTEST_PAUSE_MS || timers() < pauses.length / 2 ? 'respawn-storm' : 'same-pause',
        });
      }
      t.note(`killed each worker as soon as it appeared; the next one came after ${pauses.join(', ')} ms`);
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

/** The pause after seven failures in a row; after one it is 100 ms. */
const LONG_PAUSE_MS = 4900;

/** The first fork for each of seven workers fails: for one cause one pause. */
async function forksFailAtOnce(t: TestContext, file: string): Promise<void> {
  writeFileSync(file, 'workers = 7\n');
  const faults = [{ calls: ['fork'], error: 'EAGAIN', at: [1, 2, 3, 4, 5, 6, 7] }];
  const server = await t.watch(SERVER, { args: ['--port', '0', '--config', file], faults });
  await t.step('started server.ts with seven workers; in this run the first seven forks fail', () =>
    until(() => server.output.out.includes('listening') || server.exited !== null, PATIENCE_MS),
  );
  await server.output.caughtUp();
  const timeOf = (word: string): number =>
    Date.parse(server.log.find((line) => line.includes(word))?.split(' ', 1)[0] ?? '');
  const waited = timeOf(' is number ') - timeOf(' error ');
  t.expect(server.exited === null && !(waited >= LONG_PAUSE_MS), {
    expected: 'one pause of 100 ms, and then seven workers',
    saw: server.exited === null ? `a pause of ${waited} ms: as if each failure had doubled it` : 'the master has ended',
    looksLike: server.exited === null ? 'counts-each' : 'fork-fatal',
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
      await forksFailAtOnce(t, configIn(folder));
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
      await t.step('both have died of it; sent SIGTERM: the master ends', () =>
        server.exit(() => (grandchildren().length > 0 ? 'second-master' : undefined)),
      );
    }),
  { needs: [REPLACES] },
);
