import { SIGCONT, SIGSTOP } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blaming } from '../support/echo.ts';
import { BIG, ended, fillFolder, killOne, SMALL, stalled, workerFor, workersOf } from '../support/pool.ts';
import { ask, expectFile, inFolder, rest } from '../support/train-answers.ts';
import { trainOf } from '../support/trains.ts';
import { graded, SHARES } from './lesson.ts';
import { handlerFault, notesIn } from './notes.ts';
import { pool } from './pool.ts';

/** Requests that wait when the pool is told to exit; they fit into a socket buffer. */
const REQUESTS = 2000;

graded(
  '07.6',
  4,
  'exits in good order on SIGTERM, also when fifty arrive at once',
  (t: TestContext) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      const recording = t.record();
      const server = await pool(t, folder, 3, { env: recording.env });
      await server.frozen(() => {
        for (let i = 0; i < 50; i++) server.signal('SIGTERM');
      });
      const fault = (): string | undefined => handlerFault(server, recording.lane(server.pid));
      const exit = await t.step('stopped the parent, sent 50 SIGTERM, continued it', () =>
        server.exit((seen) => (seen.kind === 'busy' ? 'note-unread' : fault())),
      );
      t.expect(exit.code === 0, () => ({
        expected: 'exit status 0',
        saw: `the server ${describeExit(exit)}`,
        looksLike: fault(),
      }));
      expectAllGone(t, server);
      const { work } = notesIn(recording.lane(server.pid));
      t.expect(work.length === 0, {
        expected: 'a handler that only writes into the pipe, and leaves the work to the loop',
        saw: `calls between the handler and the next epoll_wait: ${work.slice(0, 6).join(', ')}`,
        looksLike: 'handler-works',
      });
    }),
  { needs: [SHARES] },
);

function expectAllGone(t: TestContext, server: ObservedProgram): void {
  const left = server.processes().filter(({ pid }) => pid !== server.pid);
  t.expect(left.length === 0, {
    expected: 'no worker after the parent has exited',
    saw: left.map(({ pid, state }) => `pid ${pid} in state ${state}`).join(', '),
    looksLike: 'killed-transfer',
  });
}

graded(
  '07.6',
  4,
  'SIGTERM: a transfer under way is completed',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { big } = fillFolder(folder);
      const recording = t.record();
      const server = await pool(t, folder, 3, { env: recording.env });
      const fault = (): string | undefined => handlerFault(server, recording.lane(server.pid));
      const peer = await stalled(t, server);
      await server.waitFor('a worker', () => workerFor(server, peer));
      await server.quiet();
      server.signal('SIGTERM');
      await blaming(fault, () =>
        t.step('a client has asked for a big file and does not read; sent SIGTERM', () =>
          server.waitFor('the port to be closed and the idle workers to exit', () => {
            const gone = workersOf(server).length <= 1;
            return server.listener() === null && gone;
          }),
        ),
      );
      const answer = await blaming('killed-transfer', () => t.step('the client reads', () => rest(server, peer)));
      t.expect(answer.complete, {
        expected: 'the whole file',
        saw: `${peer.received.length} bytes, then the end of the connection`,
        looksLike: 'killed-transfer',
      });
      expectFile(answer, BIG, big);
      peer.halfClose();
      const exit = await t.step('the client has no more requests; the server exits', () => server.exit());
      t.expect(exit.code === 0, () => ({
        expected: 'exit status 0',
        saw: `the server ${describeExit(exit)}`,
        looksLike: fault(),
      }));
      expectAllGone(t, server);
    }),
  { needs: [SHARES] },
);

graded(
  '07.6',
  4,
  'SIGTERM: a client that goes on asking does not hold the pool',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await pool(t, folder, 1);
      const peer = await t.connect(server);
      expectFile(await ask(peer, SMALL), SMALL, small);
      await server.quiet();
      const worker = await server.waitFor('the worker', () => workerFor(server, peer));
      killOne(worker, SIGSTOP);
      await peer.send(Buffer.concat(Array.from({ length: REQUESTS }, () => trainOf(SMALL))));
      server.signal('SIGTERM');
      await t.step(`stopped the worker; its client sent ${REQUESTS} requests; sent SIGTERM to the parent`, () =>
        server.waitFor('the port to be closed', () => server.listener() === null),
      );
      await server.quiet();
      killOne(worker, SIGCONT);
      const exit = await t.step('continued the worker', () => server.exit(() => 'asks-on'));
      t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
      peer.pump();
      const from = peer.received.toString().split(small.toString()).length - 2;
      t.expect(from < REQUESTS / 2, {
        expected: 'the worker to look at its channel after each answer',
        saw: `${from} of ${REQUESTS} requests answered after the pool was told to exit`,
        looksLike: 'asks-on',
      });
    }),
  { needs: [SHARES] },
);

graded(
  '07.6',
  4,
  'SIGINT: all processes exit at once, also after SIGTERM',
  (t: TestContext) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      for (const before of ['', 'SIGTERM, then ', 'SIGTERM together with ']) {
        const recording = t.record();
        const server = await pool(t, folder, 2, { env: recording.env });
        const peer = await stalled(t, server);
        await server.waitFor('a worker', () => workerFor(server, peer));
        await server.quiet();
        if (before.includes('then')) {
          server.signal('SIGTERM');
          await server.waitFor('the port to be closed', () => server.listener() === null);
          await server.quiet(() => 'note-unread');
        }
        await server.frozen(() => {
          if (before.includes('together')) server.signal('SIGTERM');
          server.signal('SIGINT');
        });
        const exit = await t.step(`a transfer is under way; sent ${before}SIGINT`, () =>
          server.exit((seen) => (seen.kind === 'busy' ? 'note-unread' : 'deaf-to-sigint')),
        );
        t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
        expectAllGone(t, server);
        await ended(server, peer, 'the end of the connection');
        const { left } = notesIn(recording.lane(server.pid));
        t.expect(left === 0, {
          expected: 'an empty pipe before the next epoll_wait',
          saw: `${left} byte${left === 1 ? '' : 's'} left in the pipe`,
          looksLike: 'one-note',
        });
      }
    }),
  { needs: [SHARES] },
);
