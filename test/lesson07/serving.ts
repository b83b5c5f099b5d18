import { prlimit, RLIMIT_NOFILE } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { bugAt, expectChildEndsByBug } from '../support/bugs.ts';
import { blaming } from '../support/echo.ts';
import { leaveRoomFor } from '../support/epoll.ts';
import { ended, fillFolder, letGo, SMALL, stalled, workerFor, workersOf } from '../support/pool.ts';
import { ask, expectFile, inFolder } from '../support/train-answers.ts';
import { engineOf, trainOf } from '../support/trains.ts';
import { graded, PASSES, SERVES, TRY } from './lesson.ts';

graded(
  '07.3',
  3,
  SERVES,
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await t.start(TRY, { args: ['--dir', folder] });
      for (let i = 1; i <= 3; i++) {
        const peer = await t.connect(server);
        await blaming(i === 1 ? () => undefined : 'one-client', () =>
          t.step(`client ${i} asked for a file, twice, on one connection`, async () => {
            expectFile(await ask(peer, SMALL), SMALL, small);
            expectFile(await ask(peer, SMALL), SMALL, small);
          }),
        );
        peer.halfClose();
        await blaming('unclosed', () =>
          t.step('the client has no more requests and sees the end', () =>
            ended(server, peer, 'the end of the connection'),
          ),
        );
        await blaming('no-report', () =>
          server.waitFor(
            'the worker to report',
            () => server.log.filter((line) => line.includes('the worker is free')).length >= i,
          ),
        );
      }
    }),
  { needs: [PASSES] },
);

graded(
  '07.3',
  5,
  'a worker survives clients that reset, break the protocol or stay silent',
  (t: TestContext) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      const server = await t.start(TRY, { args: ['--dir', folder] });
      await server.quiet();
      const [worker] = workersOf(server);
      const rude: readonly [string, (peer: Peer) => Promise<void> | void][] = [
        ['sent an engine that announces 4,294,967,295 bytes', (peer) => peer.send(engineOf(0xffffffff))],
        ['reset in the middle of a transfer', (peer) => peer.reset()],
        [
          'read a part of a transfer and closed',
          async (peer) => {
            await server.waitFor('a part of the file', () => {
              peer.pump(8192);
              return peer.received.length >= 8192;
            });
            peer.close();
          },
        ],
      ];
      for (const [what, act] of rude) {
        const peer = await stalled(t, server);
        await server.waitFor('the worker to serve', () => workerFor(server, peer) === worker);
        await server.quiet();
        if (what.startsWith('sent')) peer.pump();
        await act(peer);
        if (what.startsWith('sent')) await ended(server, peer, 'the worker to close the connection');
        const next = await t.connect(server);
        await blaming('one-client', () =>
          t.step(`a client ${what}; another one asks for a file`, () => ask(next, SMALL)),
        );
        next.halfClose();
        await ended(server, next, 'the end of the connection');
      }
      t.expect(workersOf(server)[0] === worker, {
        expected: `the same worker, ${worker}`,
        saw: `${workersOf(server).join(' ') || 'none'}`,
        looksLike: 'one-client',
      });
      await Promise.all([impatient(t, folder, false), impatient(t, folder, true)]);
    }),
  { needs: [SERVES] },
);

const PATIENCE_MS = 20_000;

/** The worker closes the connection of a client that sends nothing, or does not read, and serves the next one. */
async function impatient(t: TestContext, folder: string, asks: boolean): Promise<void> {
  const server = await t.start(TRY, { args: ['--dir', folder, '--patience', '1'] });
  const worker = await server.waitFor('a worker', () => workersOf(server)[0]);
  const peer = asks ? await stalled(t, server) : await t.connect(server);
  const gone = await until(() => letGo(peer), PATIENCE_MS);
  const what = asks ? 'asks for a file and does not read' : 'sends nothing';
  t.note(`--patience 1: a client ${what}`);
  t.expect(gone !== null, {
    expected: 'the worker to close its connection after a second',
    saw: `the worker still holds the connection after ${PATIENCE_MS / 1000} seconds`,
    kernel: server.describeProcesses(),
    looksLike: 'no-patience',
  });
  const next = await t.connect(server);
  await t.step('another one asks for a file', () => ask(next, SMALL));
  next.close();
  t.expect(workersOf(server)[0] === worker, {
    expected: `the same worker, ${worker}`,
    saw: workersOf(server).join(' ') || 'none',
    looksLike: 'one-client',
  });
}

graded(
  '07.3',
  2,
  'a worker that has no descriptor left loses that client only',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await t.start(TRY, { args: ['--dir', folder] });
      await server.quiet();
      const worker = await server.waitFor('a worker', () => workersOf(server)[0]);
      const { soft } = prlimit(worker, RLIMIT_NOFILE);
      leaveRoomFor({ pid: worker }, 0);
      const lost = await t.connect(server);
      await t.step('the worker is at its limit of descriptors; a client connects, and sees the end', () =>
        ended(server, lost, 'the end of the connection'),
      );
      const free = (): boolean => server.log.some((line) => line.includes('the worker is free'));
      await blaming('limit-is-exit', () => server.waitFor('the worker to report', free));
      prlimit(worker, RLIMIT_NOFILE, { soft, hard: prlimit(worker, RLIMIT_NOFILE).hard });
      const next = await t.connect(server);
      await blaming('limit-is-exit', () =>
        t.step('the limit is as before; another client asks for a file', async () =>
          expectFile(await ask(next, SMALL), SMALL, small),
        ),
      );
      next.close();
    }),
  { needs: [SERVES] },
);

graded(
  '07.3',
  2,
  'ends a worker on an error that is a bug, and says so',
  (t: TestContext) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      const server = await t.start(TRY, { args: ['--dir', folder], ...bugAt('open') });
      server.asked = true; // try.ts ends when its worker has gone
      const peer = await t.connect(server);
      await peer.send(trainOf(SMALL));
      t.note('a client asked for a file; open throws an Error that is no SystemError');
      await expectChildEndsByBug(t, server, 'bug-swallowed');
    }),
  { needs: [SERVES] },
);
