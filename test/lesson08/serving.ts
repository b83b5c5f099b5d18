import type { Bench } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { blaming, blamingLater } from '../support/echo.ts';
import { BIG, ended, fillFolder, letGo, SMALL, stalled } from '../support/pool.ts';
import { ask, expectFile, inFolder, rest } from '../support/train-answers.ts';
import { engineOf, trainOf } from '../support/trains.ts';
import { graded, SERVES, STARTS, WAKES } from './lesson.ts';
import { busyIn, pool, served, tasks } from './servers.ts';

graded(
  '08.3',
  8,
  STARTS,
  (bench: Bench) =>
    inFolder(async (folder) => {
      for (const count of [1, 5]) {
        const server = await served(bench, folder, ['--threads', String(count)]);
        const found = pool(server);
        bench.expect(new Set(found).size === count, {
          expected: `${count} threads`,
          saw: `${found.length}`,
          looksLike: 'L08-B14',
        });
      }
    }),
  { needs: [WAKES] },
);

graded(
  '08.4',
  7,
  SERVES,
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await served(bench, folder, ['--threads', '2']);
      const before = tasks(server);
      for (let i = 1; i <= 12; i++) {
        const peer = await bench.connect(server);
        await blamingLater(
          async () => {
            await server.settle();
            return server.log.some((line) => line.includes('EBADF')) ? 'L08-B11' : undefined;
          },
          () =>
            bench.step(`client ${i} asked for a file, and has no more requests`, async () =>
              expectFile(await ask(peer, SMALL), SMALL, small),
            ),
        );
        peer.halfClose();
        await blaming('L08-B18', () => ended(server, peer, 'the end of the connection'));
      }
      await server.quiet();
      bench.expect(tasks(server) === before, {
        expected: `${before} threads in the process, as before`,
        saw: `${tasks(server)}`,
        looksLike: 'L08-B14',
      });
    }),
  { needs: [STARTS] },
);

graded(
  '08.4',
  7,
  'serves as many clients at a time as it has threads',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { big, small } = fillFolder(folder);
      const server = await served(bench, folder, ['--threads', '3']);
      const slow = await stalled(bench, server);
      const silent = await bench.connect(server);
      await server.quiet();
      const third = await bench.connect(server);
      await blaming('L08-B04', () =>
        bench.step('one client asked for a big file and does not read, one says nothing; a third one asks', async () =>
          expectFile(await ask(third, SMALL), SMALL, small),
        ),
      );
      third.halfClose();
      await ended(server, third, 'the end of the connection');
      silent.close();
      expectFile(await bench.step('the first one reads', () => rest(server, slow)), BIG, big);
    }),
  { needs: [SERVES] },
);

graded(
  '08.4',
  8,
  'no client ends a thread',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await served(bench, folder, ['--threads', '2']);
      const before = tasks(server);
      await blaming('L08-B07', () =>
        bench.step('six clients: three send nonsense, three reset in the middle of a transfer', async () => {
          for (let i = 0; i < 6; i++) {
            if (i % 2 === 0) {
              const peer = await bench.connect(server);
              await peer.send(engineOf(0xffffffff));
              await blaming('L08-B07', () => ended(server, peer, 'the server to hang up'));
            } else {
              const peer = await stalled(bench, server);
              await server.waitFor('a thread in write', () => busyIn(server, 'write'));
              peer.reset();
            }
          }
        }),
      );
      const last = await bench.connect(server);
      await blaming('L08-B07', () =>
        bench.step('a good client', async () => expectFile(await ask(last, SMALL), SMALL, small)),
      );
      last.halfClose();
      await ended(server, last, 'the end of the connection');
      await server.quiet();
      bench.expect(tasks(server) === before, {
        expected: `${before} threads in the process, as before`,
        saw: `${tasks(server)}`,
        looksLike: 'L08-B07',
      });
      await impatient(bench, folder);
    }),
  { needs: [SERVES] },
);

const PATIENCE_MS = 20_000;

/** A client that says nothing and one that does not read are let go, and their threads serve again. */
async function impatient(bench: Bench, folder: string): Promise<void> {
  const server = await served(bench, folder, ['--threads', '2', '--patience', '1']);
  const clients = [await stalled(bench, server), await bench.connect(server)];
  bench.note('--patience 1: one client asked and does not read, one says nothing');
  const gone = await until(() => clients.every(letGo), PATIENCE_MS);
  bench.expect(gone !== null, {
    expected: 'the threads to let them go after a second',
    saw: `${server.connections().length} connected still, after ${PATIENCE_MS / 1000} seconds`,
    looksLike: 'L08-B24',
  });
  const next = await bench.connect(server);
  await blaming('L08-B07', () => bench.step('another one asks for a file', () => ask(next, SMALL)));
}

graded(
  '08.5',
  12,
  'a full queue: the others wait in the listener, nobody is lost, in order',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await served(bench, folder, ['--threads', '1', '--queue', '2']);
      const first = await stalled(bench, server);
      await server.waitFor('a thread in write', () => busyIn(server, 'write'));
      const others: Peer[] = [];
      for (let i = 0; i < 5; i++) {
        const peer = await bench.connect(server);
        await peer.send(trainOf(SMALL));
        others.push(peer);
      }
      await bench.step('one thread, a queue for two, six clients; the first does not read', () =>
        server.quiet(() => 'L08-B19'),
      );
      const owned = others.filter((peer) => socketInodes(server.pid).has(peer.serverRow?.inode ?? -1)).length;
      for (const peer of others) peer.pump();
      bench.expect(
        others.every((peer) => peer.ending === 'open'),
        {
          expected: 'all five to wait',
          saw: `${others.filter((peer) => peer.ending !== 'open').length} of them were hung up on`,
          looksLike: 'L08-B06',
        },
      );
      bench.expect(owned === 2 && server.listener()?.rxQueue === 3, {
        expected: 'two of them accepted, for the queue, and three in the queue of the listener',
        saw: `${owned} accepted, ${server.listener()?.rxQueue} in the queue of the listener`,
        looksLike: 'L08-B06',
      });
      first.reset();
      for (const [i, peer] of others.entries()) {
        await blaming('L08-B20', () =>
          bench.step(`client ${i + 2} gets its file`, () =>
            server.waitFor('the file', () => {
              for (const other of others) other.pump();
              return peer.received.includes(small);
            }),
          ),
        );
        const early = others.slice(i + 1).findIndex((other) => other.received.length > 0);
        bench.expect(early < 0, { expected: 'nobody to be served before', saw: `client ${i + 3 + early} was` });
        peer.close();
      }
    }),
  { needs: [SERVES] },
);
