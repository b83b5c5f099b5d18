import type { TestContext } from '../../src/grading/test-context.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { frame } from './client.ts';
import { graded, OWNERS, STARTS } from './lesson.ts';
import { eventLoops, watchers } from './lists.ts';
import { serve } from './start.ts';

/** Even: a step of two would leave every second one out. */
const LOOPS = 4;
const EACH = 4;
/** Half a frame: it is received and kept, and needs no answer. */
const HALF = frame('ping').subarray(0, 2);

const unread = (peers: readonly Peer[]): number => peers.filter((peer) => peer.serverRow?.rxQueue !== 0).length;

graded(
  '10.3',
  6,
  OWNERS,
  async (t: TestContext) => {
    const server = await serve(t, ['--loops', String(LOOPS)]);
    const peers = await t.connectMany(server, LOOPS * EACH);
    await server.quiet(() => 'unread');
    const lists = eventLoops(server.pid);
    const listener = server.listener()?.inode;
    const main = lists.findIndex((list) => list.some(({ inode }) => inode === listener));
    const owners = peers.map((peer) => watchers(lists, peer));
    const kernel = lists.map(
      (_, i) =>
        `${i === main ? 'main' : 'loop'}: connections ${owners.flatMap((own, k) => (own.includes(i) ? [k] : []))}`,
    );
    t.expect(
      owners.every((own) => own.length === 1),
      {
        expected: 'each connection in the list of exactly one epoll descriptor',
        saw: `${owners.filter((own) => own.length !== 1).length} of ${peers.length} in none or in several`,
        kernel,
        looksLike: owners.some((own) => own.length > 1) ? 'two-owners' : 'gives-and-closes',
      },
    );
    t.expect(!owners.flat().includes(main), {
      expected: 'no connection in the list of the main thread, which only accepts',
      saw: `${owners.flat().filter((own) => own === main).length}`,
      kernel,
    });
    const counts = lists.map((_, i) => owners.flat().filter((own) => own === i).length).filter((_, i) => i !== main);
    t.expect(
      counts.every((count) => count === EACH),
      {
        expected: `${EACH} connections in each of ${LOOPS} loops`,
        saw: counts.join(', '),
        kernel,
        looksLike: 'one-loop',
      },
    );
  },
  { needs: [STARTS] },
);

graded(
  '10.3',
  4,
  'a loop wakes up for its connection while everything else is silent',
  async (t: TestContext) => {
    const server = await serve(t, ['--loops', String(LOOPS)]);
    await server.quiet(() => 'unread');
    for (let i = 0; i < 2 * LOOPS; i++) {
      const peer = await t.connect(server);
      await peer.send(HALF);
      await t.step(`client ${i + 1} sends two bytes, and nobody else does anything`, () =>
        server.waitFor('the server to read them', () => unread([peer]) === 0, { diagnose: () => 'not-woken' }),
      );
      await server.quiet();
    }
  },
  { needs: [STARTS] },
);

graded(
  '10.3',
  4,
  'clients of all loops that reset at the same moment leave nothing behind',
  async (t: TestContext) => {
    const server = await serve(t, ['--loops', String(LOOPS)]);
    for (let round = 0; round < 4; round++) {
      const peers = await t.connectMany(server, 30);
      for (const peer of peers) await peer.send(HALF);
      await server.waitFor('the server to read their bytes', () => unread(peers) === 0);
      await t.step('30 clients; while the server is stopped, 20 reset and 10 end', () =>
        server.frozen(() => {
          for (const [i, peer] of peers.entries()) {
            if (i % 3 === 0) peer.halfClose();
            else peer.reset();
            peer.close();
          }
        }),
      );
      await server.waitFor('no connection', () => server.connections().length === 0);
    }
    const late = await t.connect(server);
    await late.send(HALF);
    await t.step('a client that comes later is served', () =>
      server.waitFor('the server to read its bytes', () => unread([late]) === 0),
    );
    await server.quiet(() => 'unread');
    const left = eventLoops(server.pid).reduce((sum, list) => sum + list.length, 0);
    // Each loop: two eventfds and a timerfd; the main thread the listener as well; and one connection.
    const most = 3 * (LOOPS + 1) + 2;
    t.expect(left <= most, {
      expected: `at most ${most} descriptors in the lists of all loops`,
      saw: `${left}`,
    });
  },
  { needs: [OWNERS] },
);
