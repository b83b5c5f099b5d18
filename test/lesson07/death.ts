import { SIGKILL, SIGSTOP } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { processInfo } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { blaming, blamingDeath } from '../support/echo.ts';
import {
  BIG,
  channelInodes,
  ended,
  fillFolder,
  holdersOf,
  killOne,
  SMALL,
  stalled,
  workerFor,
  workersOf,
} from '../support/pool.ts';
import { ask, expectFile, inFolder, rest } from '../support/train-answers.ts';
import { trainOf } from '../support/trains.ts';
import { graded, SHARES } from './lesson.ts';
import { pool } from './pool.ts';

/** Waits until the pool has `count` living workers again, worker `without` is reaped, and all processes sleep. */
async function whole(t: TestContext, server: ObservedProgram, count: number, without: number): Promise<void> {
  const kept = (): boolean => channelInodes(server.pid).length > workersOf(server).length;
  const unburied = (): boolean => server.exited === null && (processInfo(without) !== null || kept());
  const short = (): boolean => server.exited === null && workersOf(server).length < count;
  await blaming(
    () => (unburied() ? 'unburied' : short() ? 'not-replaced' : undefined),
    async () => {
      await server.waitFor(
        `${count} workers, and worker ${without} reaped`,
        () => processInfo(without) === null && workersOf(server).length === count,
      );
      await server.quiet();
    },
  );
  t.expect(!kept(), {
    expected: `${count} channels in the parent`,
    saw: `${channelInodes(server.pid).length}: the channel of the dead worker is still open`,
    looksLike: 'unburied',
  });
}

graded(
  '07.5',
  3,
  'an idle worker dies: it is reaped and replaced',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await pool(t, folder, 3, { faults: [{ calls: ['waitpid'], error: 'EINTR', at: [1] }] });
      t.note('in this run a signal interrupts the first waitpid');
      for (let i = 0; i < 3; i++) {
        const [victim = 0] = workersOf(server);
        await t.step(`killed worker ${victim}`, () => void killOne(victim, SIGKILL));
        await blamingDeath(server, 'interrupted', () => whole(t, server, 3, victim));
      }
      const peer = await t.connect(server);
      expectFile(await t.step('a client asked for a file', () => ask(peer, SMALL)), SMALL, small);
    }),
  { needs: [SHARES] },
);

graded(
  '07.5',
  3,
  'a busy worker dies: its client sees the end, the other client gets its whole file',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { big } = fillFolder(folder);
      const server = await pool(t, folder, 2);
      const first = await stalled(t, server);
      await server.waitFor('a worker for the first client', () => workerFor(server, first));
      const second = await stalled(t, server);
      const victim = await blaming('never-busy', () =>
        server.waitFor('a worker for the second client', () => workerFor(server, second)),
      );
      killOne(victim, SIGKILL);
      await blaming('siblings', () =>
        t.step(`killed worker ${victim} in the middle of a transfer; its client reads`, () =>
          ended(server, second, 'the end of the connection'),
        ),
      );
      await whole(t, server, 2, victim);
      expectFile(await t.step('the other client reads all of its file', () => rest(server, first)), BIG, big);
    }),
  { needs: [SHARES] },
);

graded(
  '07.5',
  2,
  'a worker dies with a connection in its channel: the client sees the end',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await pool(t, folder, 1);
      const [victim = 0] = workersOf(server);
      killOne(victim, SIGSTOP);
      await server.waitFor('the worker to stop', () => processInfo(victim)?.state === 'T');
      const peer = await t.connect(server);
      await peer.send(trainOf(SMALL));
      await server.waitFor(
        'the parent to pass the connection and close its copy',
        () => (peer.serverRow?.inode ?? 0) > 0 && !holdersOf(server, peer).includes(server.pid),
      );
      killOne(victim, SIGKILL);
      await blaming('both-ends', () =>
        t.step('stopped the worker, connected, and killed the worker before it received the connection', () =>
          ended(server, peer, 'the end of the connection'),
        ),
      );
      await whole(t, server, 1, victim);
      const next = await t.connect(server);
      expectFile(await t.step('the next client gets its file', () => ask(next, SMALL)), SMALL, small);
    }),
  { needs: [SHARES] },
);

graded(
  '07.5',
  2,
  'a connection passed to a worker that has just died goes to another worker',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await pool(t, folder, 1);
      const [victim = 0] = workersOf(server);
      const peer = await server.frozen(async () => {
        const connected = await t.connect(server);
        killOne(victim, SIGKILL);
        await server.waitFor('the worker to be dead', () => processInfo(victim)?.state === 'Z');
        return connected;
      });
      await blaming('given-to-the-dead', () =>
        t.step('stopped the parent, connected, killed the idle worker, continued the parent', async () =>
          expectFile(await ask(peer, SMALL), SMALL, small),
        ),
      );
      peer.halfClose();
      await t.step('the client sends its end and sees the end: no process still holds the connection', () =>
        ended(server, peer, 'the end of the connection'),
      );
      await whole(t, server, 1, victim);
    }),
  { needs: [SHARES] },
);
