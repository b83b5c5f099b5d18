import type { Peer } from '../../src/kit/peer.ts';
import type { Bench } from '../support/bench.ts';
import { blaming } from '../support/echo.ts';
import { ended, fillFolder, SMALL, stalled, workerFor, workersOf } from '../support/pool.ts';
import { ask, expectFile, inFolder } from '../support/train-answers.ts';
import { engineOf } from '../support/trains.ts';
import { graded, PASSES, SERVES, TRY } from './lesson.ts';

graded(
  '07.3',
  6,
  SERVES,
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await bench.start(TRY, { args: ['--dir', folder] });
      for (let i = 1; i <= 3; i++) {
        const peer = await bench.connect(server);
        await blaming(i === 1 ? () => undefined : 'L07-B11', () =>
          bench.step(`client ${i} asked for a file, twice, on one connection`, async () => {
            expectFile(await ask(peer, SMALL), SMALL, small);
            expectFile(await ask(peer, SMALL), SMALL, small);
          }),
        );
        peer.halfClose();
        await blaming('L07-B20', () =>
          bench.step('the client has no more requests; it sees the end', () =>
            ended(server, peer, 'the end of the connection'),
          ),
        );
        await blaming('L07-B21', () =>
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
  8,
  'stays, whatever its clients do',
  (bench: Bench) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      const server = await bench.start(TRY, { args: ['--dir', folder] });
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
        const peer = await stalled(bench, server);
        await server.waitFor('the worker to serve', () => workerFor(server, peer) === worker);
        await server.quiet();
        if (what.startsWith('sent')) peer.pump();
        await act(peer);
        if (what.startsWith('sent')) await ended(server, peer, 'the worker to hang up');
        const next = await bench.connect(server);
        await blaming('L07-B11', () =>
          bench.step(`a client ${what}; another one asks for a file`, () => ask(next, SMALL)),
        );
        next.halfClose();
        await ended(server, next, 'the end of the connection');
      }
      bench.expect(workersOf(server)[0] === worker, {
        expected: `the same worker, ${worker}`,
        saw: `${workersOf(server).join(' ') || 'none'}`,
        looksLike: 'L07-B11',
      });
    }),
  { needs: [SERVES] },
);
