import type { Bench } from '../../src/grading/test-context.ts';
import type { Server } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blaming } from '../support/echo.ts';
import { BIG, ended, fillFolder, stalled, workerFor, workersOf } from '../support/pool.ts';
import { expectFile, inFolder, rest } from '../support/train-answers.ts';
import { graded, SHARES } from './lesson.ts';
import { handlerFault, notesIn } from './notes.ts';
import { pool } from './pool.ts';

graded(
  '07.6',
  6,
  'ends in good order on SIGTERM, also when it comes fifty times',
  (bench: Bench) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      const recording = bench.record();
      const server = await pool(bench, folder, 3, { env: recording.env });
      await server.frozen(() => {
        for (let i = 0; i < 50; i++) server.signal('SIGTERM');
      });
      const fault = (): string | undefined => handlerFault(server, recording.lane(server.pid));
      const exit = await bench.step('stopped the parent, sent 50 SIGTERM, let it go on', () =>
        server.exit((seen) => (seen.kind === 'busy' ? 'L07-B24' : fault())),
      );
      bench.expect(exit.code === 0, () => ({
        expected: 'exit status 0',
        saw: `the server ${describeExit(exit)}`,
        looksLike: fault(),
      }));
      expectAllGone(bench, server);
      const { work } = notesIn(recording.lane(server.pid));
      bench.expect(work.length === 0, {
        expected: 'a handler that only writes into the pipe: the loop does the work, when it is its turn',
        saw: `it went on with ${work.slice(0, 6).join(', ')}, before the parent waited again`,
        looksLike: 'L07-B29',
      });
    }),
  { needs: [SHARES] },
);

function expectAllGone(bench: Bench, server: Server): void {
  const left = server.processes().filter(({ pid }) => pid !== server.pid);
  bench.expect(left.length === 0, {
    expected: 'no worker after the parent has exited',
    saw: left.map(({ pid, state }) => `pid ${pid} in state ${state}`).join(', '),
    looksLike: 'L07-B12',
  });
}

graded(
  '07.6',
  6,
  'SIGTERM: a transfer under way ends whole',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { big } = fillFolder(folder);
      const recording = bench.record();
      const server = await pool(bench, folder, 3, { env: recording.env });
      const fault = (): string | undefined => handlerFault(server, recording.lane(server.pid));
      const peer = await stalled(bench, server);
      await server.waitFor('a worker', () => workerFor(server, peer));
      await server.quiet();
      server.signal('SIGTERM');
      await blaming(fault, () =>
        bench.step('a client has asked for a big file and does not read; sent SIGTERM', () =>
          server.waitFor('the port to be closed and the idle workers to exit', () => {
            const gone = workersOf(server).length <= 1;
            return server.listener() === null && gone;
          }),
        ),
      );
      const answer = await blaming('L07-B12', () => bench.step('the client reads', () => rest(server, peer)));
      bench.expect(answer.complete, {
        expected: 'the whole file',
        saw: `${peer.received.length} bytes, then the end of the connection`,
        looksLike: 'L07-B12',
      });
      expectFile(answer, BIG, big);
      peer.halfClose();
      const exit = await bench.step('it has no more requests; the server exits', () => server.exit());
      bench.expect(exit.code === 0, () => ({
        expected: 'exit status 0',
        saw: `the server ${describeExit(exit)}`,
        looksLike: fault(),
      }));
      expectAllGone(bench, server);
    }),
  { needs: [SHARES] },
);

graded(
  '07.6',
  4,
  'SIGINT: everybody leaves at once, also after a SIGTERM',
  (bench: Bench) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      for (const before of ['', 'SIGTERM, then ', 'SIGTERM together with ']) {
        const recording = bench.record();
        const server = await pool(bench, folder, 2, { env: recording.env });
        const peer = await stalled(bench, server);
        await server.waitFor('a worker', () => workerFor(server, peer));
        await server.quiet();
        if (before.includes('then')) {
          server.signal('SIGTERM');
          await server.waitFor('the port to be closed', () => server.listener() === null);
          await server.quiet(() => 'L07-B24');
        }
        await server.frozen(() => {
          if (before.includes('together')) server.signal('SIGTERM');
          server.signal('SIGINT');
        });
        const exit = await bench.step(`a transfer is under way; sent ${before}SIGINT`, () =>
          server.exit((seen) => (seen.kind === 'busy' ? 'L07-B24' : 'L07-B25')),
        );
        bench.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
        expectAllGone(bench, server);
        await ended(server, peer, 'the end of the connection');
        const { left } = notesIn(recording.lane(server.pid));
        bench.expect(left === 0, {
          expected: 'all that lay in the pipe to be read before the parent waited again',
          saw: `${left} byte${left === 1 ? '' : 's'} left in it`,
          looksLike: 'L07-B30',
        });
      }
    }),
  { needs: [SHARES] },
);
