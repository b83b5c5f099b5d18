import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { blaming } from '../support/echo.ts';
import { BIG, BIG_BYTES, ended, fillFolder, holdersOf, SMALL, stalled, workerFor, workersOf } from '../support/pool.ts';
import { ask, expectFile, inFolder, rest } from '../support/train-answers.ts';
import { trainOf } from '../support/trains.ts';
import { graded, SERVES, SHARES } from './lesson.ts';
import { pool } from './pool.ts';
import { expectNoDead, watchesAfterReport } from './watching.ts';

const CLOSES_MS = 2000;

graded(
  '07.4',
  7,
  SHARES,
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await pool(t, folder, 3);
      const before = workersOf(server);
      for (let i = 1; i <= 9; i++) {
        const peer = await t.connect(server);
        const answer = await t.step(`client ${i} asked for a file`, () =>
          blaming(
            (finding) => (finding.details.kernel?.some((line) => line.includes('running')) ? 'spin' : undefined),
            () => ask(peer, SMALL),
          ),
        );
        expectFile(answer, SMALL, small);
        // The worker may answer before the parent closes its copy.
        await until(() => !holdersOf(server, peer).includes(server.pid), CLOSES_MS);
        const holders = holdersOf(server, peer);
        t.expect(!holders.includes(server.pid), {
          expected: 'the parent to close its copy of the connection',
          saw: `the parent still has it, as fd ${socketInodes(server.pid).get(peer.serverRow?.inode ?? 0)}`,
          kernel: holders.map((pid) => `pid ${pid} holds inode ${peer.serverRow?.inode}`),
          looksLike: 'parent-copy',
        });
        expectNoDead(t, server, 'still-watched');
        peer.halfClose();
        await blaming('parent-copy', () => ended(server, peer, 'the end of the connection'));
      }
      await server.quiet(() => 'spin');
      t.expect(workersOf(server).join() === before.join(), {
        expected: `the same three workers: ${before.join(' ')}`,
        saw: workersOf(server).join(' '),
        looksLike: 'one-client',
      });
    }),
  { needs: [SERVES] },
);

graded(
  '07.4',
  7,
  'a third client waits while two workers are busy, and gets the first worker that is free',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { big, small } = fillFolder(folder);
      const recording = t.record();
      const server = await pool(t, folder, 2, { env: recording.env });
      const first = await stalled(t, server);
      await server.waitFor('a worker for the first client', () => workerFor(server, first));
      const second = await stalled(t, server);
      const worker = await blaming('never-busy', () =>
        t.step('two clients asked for a big file and do not read', () =>
          server.waitFor('a worker for the second client', () => workerFor(server, second)),
        ),
      );
      const third = await t.connect(server);
      await third.send(trainOf(SMALL));
      await t.step('a third client asked for a small file; the parent sleeps', () => server.quiet(() => 'spin'));
      third.pump();
      t.expect(third.ending === 'open' && third.received.length === 0, {
        expected: 'the third client to wait',
        saw: third.ending === 'open' ? `${third.received.length} bytes` : 'the end of its connection',
        looksLike: 'spin',
      });
      second.reset();
      await blaming(
        () => (watchesAfterReport(recording.lane(server.pid)) ? 'never-busy' : 'unwatched'),
        () =>
          t.step('the second client resets its connection; the third gets its file', () =>
            server.waitFor('the file for the third client', () => {
              third.pump();
              return third.received.includes(small);
            }),
          ),
      );
      t.expect(workerFor(server, third) === worker, {
        expected: `worker ${worker}, which has become free, to serve the third client`,
        saw: `worker ${workerFor(server, third)}`,
        looksLike: 'never-busy',
      });
      await t.step('the first client reads its file', () =>
        server.waitFor('the whole big file', () => {
          first.pump();
          return first.received.length > BIG_BYTES;
        }),
      );
      expectFile(await rest(server, first), BIG, big);
    }),
  { needs: [SHARES] },
);

graded(
  '07.4',
  6,
  'waiting clients are served in the order in which they connected',
  (t: TestContext) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      const server = await pool(t, folder, 1);
      const busy = await stalled(t, server);
      await server.waitFor('a worker for the first client', () => workerFor(server, busy));
      const waiting: Peer[] = [];
      for (let i = 0; i < 4; i++) waiting.push(await stalled(t, server));
      await t.step('one worker; five clients asked for a big file and do not read; the parent sleeps', () =>
        server.quiet(() => 'spin'),
      );
      let current = busy;
      for (const [i, next] of waiting.entries()) {
        current.reset();
        await blaming('spin', () =>
          server.waitFor(`a worker for client ${i + 2}`, () =>
            waiting.slice(i).some((peer) => workerFor(server, peer)),
          ),
        );
        const served = waiting.findIndex((peer, at) => at >= i && workerFor(server, peer) !== null);
        t.expect(served === i, {
          expected: `client ${i + 2} to be served next`,
          saw: `client ${served + 2}`,
          looksLike: 'last-first',
        });
        current = next;
      }
      t.note('each client resets its connection once it has the worker: then the next one gets it');
    }),
  { needs: [SHARES] },
);
