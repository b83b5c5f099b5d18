import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { isZombie, processInfo } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { inFolder } from '../support/train-answers.ts';
import { graded, REPLACES, SERVES } from './lesson.ts';
import { ask, PATIENCE_MS, request, startService, workersOf } from './service.ts';

/** Waits for this number of workers, none of them among `dead`. A deadline: a master in its pause is quiet. */
export async function full(
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

/** The log has a line of this worker for each of these words. */
async function expectSaid(
  t: TestContext,
  server: ObservedProgram,
  worker: number,
  words: readonly string[],
  looksLike: string,
): Promise<void> {
  await server.output.caughtUp();
  for (const word of words)
    t.expect(
      server.log.some((line) => line.includes(`worker ${worker} `) && line.includes(word)),
      { expected: `a line of the log with "worker ${worker}" and "${word}"`, saw: 'none', looksLike },
    );
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
      await expectSaid(t, server, victim, ['SIGKILL'], 'death-unsaid');
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

export function isGone(pid: number): boolean {
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
      await expectSaid(t, server, worker, ['stopped', 'continued'], 'stops-unseen');
    }),
  { needs: [REPLACES] },
);
