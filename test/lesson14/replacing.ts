import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { isZombie, processInfo } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blamingDeath } from '../support/echo.ts';
import { inFolder } from '../support/train-answers.ts';
import { graded, REPLACES, SERVER, SERVES } from './lesson.ts';
import { ask, PATIENCE_MS, request, startService, workersOf, writeConfig } from './service.ts';

/** Waits for this number of workers, none of them among `dead`. A deadline: a master in its pause is quiet. */
async function full(
  t: TestContext,
  server: ObservedProgram,
  count: number,
  dead: readonly number[],
  looksLike: string,
): Promise<void> {
  const done = (): boolean => {
    const now = workersOf(server);
    return now.length === count && !now.some((pid) => dead.includes(pid));
  };
  await until(() => server.exited !== null || (done() && server.zombies().length === 0), PATIENCE_MS);
  const zombies = server.zombies().map(({ pid }) => pid);
  t.expect(server.exited === null, {
    expected: 'the master to go on',
    saw: `it ${describeExit(server.exited)}`,
    looksLike,
  });
  t.expect(zombies.length === 0, {
    expected: 'no child in state Z',
    saw: `zombies: ${zombies.join(' ')}`,
    looksLike: zombies.length < dead.length ? 'one-wait' : 'no-reaping',
  });
  t.expect(done(), {
    expected: `${count} workers`,
    saw: `${workersOf(server).length}`,
    kernel: server.children().map(({ pid, state }) => `child ${pid}: state ${state}`),
    looksLike,
  });
}

graded(
  '14.4',
  2,
  REPLACES,
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder);
      const [victim = 0, other = 0] = workersOf(server);
      process.kill(victim, 'SIGKILL');
      await t.step(`killed worker ${victim}; there are two workers again`, () =>
        full(t, server, 2, [victim], 'not-replaced'),
      );
      t.expect(workersOf(server).includes(other), {
        expected: `worker ${other} to go on`,
        saw: workersOf(server).join(' '),
      });
      await ask(t, server);
    }),
  { needs: [SERVES] },
);

graded(
  '14.4',
  2,
  'replaces a worker that has served and then ends by itself, whatever its status',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder);
      for (const status of [0, 3]) {
        const before = workersOf(server);
        const peer = await request(t, server, `/crash/${status}`);
        await t.step(`a worker ends with status ${status}, as by a bug`, () =>
          server.waitFor('a worker to end', () => before.some((pid) => processInfo(pid) === null), { alive: false }),
        );
        peer.close();
        const dead = before.filter((pid) => processInfo(pid) === null);
        await full(t, server, 2, dead, status === 3 ? 'start-status' : 'status-zero');
      }
    }),
  { needs: [REPLACES] },
);

graded(
  '14.4',
  2,
  'reaps and replaces all of four workers that die at once',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 4']);
      const all = workersOf(server);
      await t.step('froze the master; killed all four workers; thawed the master', () =>
        server.frozen(async () => {
          for (const pid of all) process.kill(pid, 'SIGKILL');
          await until(() => all.every((pid) => isGone(pid)), PATIENCE_MS);
        }),
      );
      await full(t, server, 4, all, 'one-wait');
    }),
  { needs: [REPLACES] },
);

function isGone(pid: number): boolean {
  const info = processInfo(pid);
  return info === null || isZombie(info);
}

graded(
  '14.4',
  2,
  'a stopped worker is not dead',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder);
      const before = workersOf(server);
      const [worker = 0] = before;
      for (const signal of ['SIGSTOP', 'SIGCONT'] as const) {
        process.kill(worker, signal);
        await t.step(`sent ${signal} to worker ${worker}; all is quiet`, async () => {
          await server.waitFor(
            'the worker to obey',
            () => (processInfo(worker)?.state === 'T') === (signal === 'SIGSTOP'),
          );
          await server.quiet();
        });
        t.expect(workersOf(server).join() === before.join(), {
          expected: `the same workers: ${before.join(' ')}`,
          saw: workersOf(server).join(' '),
          looksLike: 'stop-is-death',
        });
      }
      await ask(t, server);
    }),
  { needs: [REPLACES] },
);

/** Far more deaths than are needed when the machine has time: only a worker that dies young counts. */
const MOST_DEATHS = 14;
/** The third pause is four times the first one of 100 ms. */
const THIRD_PAUSE_MS = 380;

graded(
  '14.4',
  3,
  'a worker that dies young is replaced after a pause, which grows',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 1']);
      const pauses: number[] = [];
      while (pauses.length < MOST_DEATHS && Math.max(0, ...pauses) < THIRD_PAUSE_MS) {
        const [worker = 0] = workersOf(server);
        const killed = performance.now();
        process.kill(worker, 'SIGKILL');
        const next = () => workersOf(server).some((pid) => pid !== worker);
        await until(() => server.exited !== null || next(), PATIENCE_MS);
        t.expect(server.exited === null && next(), {
          expected: 'another worker',
          saw: 'none',
          looksLike: 'not-replaced',
        });
        pauses.push(Math.round(performance.now() - killed));
      }
      t.note(`killed each worker as soon as it appeared; the next one came after ${pauses.join(', ')} ms`);
      t.expect(Math.max(...pauses) >= THIRD_PAUSE_MS, {
        expected: 'pauses of 100, 200, 400 ms',
        saw: `none of ${THIRD_PAUSE_MS} ms`,
        looksLike: pauses.filter((ms) => ms >= 90).length < 3 ? 'respawn-storm' : 'same-pause',
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
    }),
  { needs: [REPLACES] },
);

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
    }),
  { needs: [REPLACES] },
);
