import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
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
  (t: TestContext) =>
    inFolder(async (folder) => {
      for (const count of [1, 5]) {
        const server = await served(t, folder, ['--threads', String(count)]);
        const found = pool(server);
        t.expect(new Set(found).size === count, {
          expected: `${count} thread${count === 1 ? '' : 's'} in the pool`,
          saw: `${found.length}`,
          looksLike: 'thread-count',
        });
      }
    }),
  { needs: [WAKES] },
);

graded(
  '08.4',
  7,
  SERVES,
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await served(t, folder, ['--threads', '2']);
      const before = tasks(server);
      for (let i = 1; i <= 12; i++) {
        const peer = await t.connect(server);
        await blamingLater(
          async () => {
            await server.settle();
            return server.log.some((line) => line.includes('EBADF')) ? 'main-closes' : undefined;
          },
          () => t.step(`client ${i} asked for a file`, async () => expectFile(await ask(peer, SMALL), SMALL, small)),
        );
        peer.halfClose();
        await blaming('unclosed', () => ended(server, peer, 'the end of the connection'));
      }
      await server.quiet();
      t.expect(tasks(server) === before, {
        expected: `${before} threads in the process, as before`,
        saw: `${tasks(server)}`,
        looksLike: 'thread-count',
      });
    }),
  { needs: [STARTS] },
);

graded(
  '08.4',
  7,
  'serves as many clients at a time as it has threads',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { big, small } = fillFolder(folder);
      const server = await served(t, folder, ['--threads', '3']);
      const slow = await stalled(t, server);
      const silent = await t.connect(server);
      await server.quiet();
      const third = await t.connect(server);
      await blaming('serves-locked', () =>
        t.step('one client asked for a big file and does not read, one sends nothing; a third one asks', async () =>
          expectFile(await ask(third, SMALL), SMALL, small),
        ),
      );
      third.halfClose();
      await ended(server, third, 'the end of the connection');
      silent.close();
      expectFile(await t.step('the first client reads', () => rest(server, slow)), BIG, big);
    }),
  { needs: [SERVES] },
);

graded(
  '08.4',
  8,
  'no client ends a thread',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await served(t, folder, ['--threads', '2']);
      const before = tasks(server);
      await blaming('uncaught', () =>
        t.step('six clients: three break the protocol, three reset in the middle of a transfer', async () => {
          for (let i = 0; i < 6; i++) {
            if (i % 2 === 0) {
              const peer = await t.connect(server);
              await peer.send(engineOf(0xffffffff));
              await blaming('uncaught', () => ended(server, peer, 'the server to close the connection'));
            } else {
              const peer = await stalled(t, server);
              await server.waitFor('a thread in write', () => busyIn(server, 'write'));
              peer.reset();
            }
          }
        }),
      );
      const last = await t.connect(server);
      await blaming('uncaught', () =>
        t.step('another client asked for a file', async () => expectFile(await ask(last, SMALL), SMALL, small)),
      );
      last.halfClose();
      await ended(server, last, 'the end of the connection');
      await server.quiet();
      t.expect(tasks(server) === before, {
        expected: `${before} threads in the process, as before`,
        saw: `${tasks(server)}`,
        looksLike: 'uncaught',
      });
      await impatient(t, folder);
    }),
  { needs: [SERVES] },
);

const PATIENCE_MS = 20_000;

/** The connections of a client that sends nothing and of one that does not read are closed, and their threads serve again. */
async function impatient(t: TestContext, folder: string): Promise<void> {
  const server = await served(t, folder, ['--threads', '2', '--patience', '1']);
  const clients = [await stalled(t, server), await t.connect(server)];
  t.note('--patience 1: one client asked for a file and does not read, one sends nothing');
  const gone = await until(() => clients.every(letGo), PATIENCE_MS);
  t.expect(gone !== null, {
    expected: 'the threads to close both connections after a second',
    saw: `${server.connections().length} still open after ${PATIENCE_MS / 1000} seconds`,
    looksLike: 'no-patience',
  });
  const next = await t.connect(server);
  await blaming('uncaught', () => t.step('another one asks for a file', () => ask(next, SMALL)));
}

graded(
  '08.5',
  12,
  'with a full queue, clients wait in the listener, in order, and none is lost',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const recording = t.record();
      const server = await served(t, folder, ['--threads', '1', '--queue', '2'], recording.env);
      const first = await stalled(t, server);
      await server.waitFor('a thread in write', () => busyIn(server, 'write'));
      const wake = recording.lane(server.pid).find((event) => isCall(event, 'eventfd'))?.result;
      const needless = pool(server).some((tid) => recording.lane(tid).some((event) => isCall(event, 'write', wake)));
      t.expect(!needless, {
        expected: 'no write to the eventfd when the job came out of a queue that was not full',
        saw: 'a thread wrote to it when it took the only job',
        looksLike: 'needless-wake',
      });
      const others: Peer[] = [];
      others.push(await stalled(t, server));
      for (let i = 0; i < 4; i++) {
        const peer = await t.connect(server);
        await peer.send(trainOf(SMALL));
        others.push(peer);
      }
      await t.step('one thread, a queue for two, six clients; the first two do not read', () =>
        server.quiet(() => 'spin'),
      );
      const owned = (): number =>
        others.filter((peer) => socketInodes(server.pid).has(peer.serverRow?.inode ?? -1)).length;
      for (const peer of others) peer.pump();
      t.expect(
        others.every((peer) => peer.ending === 'open'),
        {
          expected: 'the other five clients to wait',
          saw: `${others.filter((peer) => peer.ending !== 'open').length} of their connections were closed`,
          looksLike: 'drops',
        },
      );
      t.expect(owned() === 2 && server.listener()?.rxQueue === 3, {
        expected: "two of them accepted, in the pool's queue, and three in the listener's queue",
        saw: `${owned()} accepted, ${server.listener()?.rxQueue} in the listener's queue`,
        looksLike: 'drops',
      });
      const [second, ...rest] = others;
      first.reset();
      await blaming('room-untold', () =>
        t.step('the first client resets; the thread takes the second one: there is room for another', () =>
          server.waitFor('three of the five to be accepted', () => owned() === 3),
        ),
      );
      second?.reset();
      for (const [i, peer] of rest.entries()) {
        await blaming('room-untold', () =>
          t.step(`client ${i + 3} gets its file`, () =>
            server.waitFor('the file', () => {
              for (const other of rest) other.pump();
              return peer.received.includes(small);
            }),
          ),
        );
        const early = rest.slice(i + 1).findIndex((other) => other.received.length > 0);
        t.expect(early < 0, {
          expected: `client ${i + 3} to be served before the later ones`,
          saw: `client ${i + 4 + early} was served first`,
        });
        peer.close();
      }
    }),
  { needs: [SERVES] },
);
