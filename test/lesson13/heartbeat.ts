/** 13.7: clients that have gone without a word, and clients that are only slow. */
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { ANSWERS, graded, READS, SERVER, SILENT } from './lesson.ts';
import { answered, ask, ECHO, PING, packet, packetsOf, WORK } from './wire.ts';

const INTERVAL_MS = 600;
const MARGIN_MS = 400;
/** Twice the interval and the margin. */
const LIMIT_MS = 1600;
/** A limit for tests that act between two deadlines: a busy machine has time for it. */
const PATIENT = ['--interval', '1300', '--margin', '400'];
const PATIENT_MS = 3000;
/** Ten times the limit. */
const LATEST_MS = 16_000;
/** Clocks are rounded. */
const ROUNDING_MS = 20;
const EVERY_MS = 150;
/** A process that dies closes its connections before it is reaped. */
const END_MS = 5000;

const start = (t: TestContext, ...args: string[]): Promise<ObservedProgram> =>
  t.start(SERVER, { args: ['--interval', String(INTERVAL_MS), '--margin', String(MARGIN_MS), ...args] });

const ended = (peer: Peer): boolean => {
  peer.pump();
  return peer.ending !== 'open';
};

/** Does something every 150 ms until a client's connection has ended. Returns the milliseconds since `since`. */
async function endOf(peer: Peer, since: number, meanwhile: () => Promise<void>): Promise<number> {
  while (!ended(peer) && performance.now() - since < LATEST_MS) {
    await meanwhile();
    await until(() => ended(peer), EVERY_MS);
  }
  return performance.now() - since;
}

/** A ping, and its answer if the connection is open. */
async function ping(peer: Peer): Promise<void> {
  if (!ended(peer)) await ask(peer, [packet(PING)], () => 'deaf-after-interval');
}

graded(
  '13.7',
  5,
  SILENT,
  async (t: TestContext) => {
    const server = await start(t);
    const since = performance.now();
    const [silent, once, pings] = [await t.connect(server), await t.connect(server), await t.connect(server)];
    await ping(once);
    const what = `--interval ${INTERVAL_MS} --margin ${MARGIN_MS}: one client is silent, one pings once, one goes on`;
    const took = await t.step(what, () => endOf(silent, since, () => ping(pings)));
    t.expect(ended(silent), {
      expected: `the silent client to be closed after ${LIMIT_MS} ms`,
      saw: `open after ${Math.round(took)} ms`,
      looksLike: ended(once) ? 'never-beats' : 'nobody-closed',
    });
    t.expect(took >= LIMIT_MS - ROUNDING_MS, {
      expected: `not before two intervals and the margin: ${LIMIT_MS} ms`,
      saw: `closed after ${Math.round(took)} ms`,
      looksLike: took < INTERVAL_MS + MARGIN_MS ? 'one-interval' : 'no-margin',
    });
    let last = performance.now();
    const more = last;
    while (last - more < LIMIT_MS + INTERVAL_MS && !ended(pings)) {
      last = performance.now();
      await ping(pings);
      await until(() => ended(pings), EVERY_MS);
    }
    if (ended(pings)) await until(() => server.exited, END_MS);
    t.expect(server.exited === null, {
      expected: 'the server to go on',
      saw: 'it has ended',
      looksLike: 'dies-at-end',
    });
    t.expect(!ended(pings), {
      expected: 'the client that pings to stay, beyond its first limit too',
      saw: `closed after ${Math.round(performance.now() - since)} ms`,
      looksLike: 'ping-no-life',
    });
    const quiet = await endOf(pings, last, async () => {});
    t.expect(ended(pings) && quiet >= LIMIT_MS - ROUNDING_MS, {
      expected: `the second one to be closed too, ${LIMIT_MS} ms after its last ping`,
      saw: ended(pings) ? `closed after ${Math.round(quiet)} ms` : `open after ${Math.round(quiet)} ms`,
      looksLike: ended(pings) ? 'ping-no-life' : 'timer-once',
    });
    const [pong] = await ask(await t.connect(server), [packet(PING)]);
    t.expect(pong === '0', { expected: 'a pong for a new client', saw: `${pong}`, looksLike: 'dies-at-end' });
  },
  { needs: [ANSWERS], timeout: 120_000 },
);

graded(
  '13.7',
  3,
  'any packet is life, but half a packet is none',
  async (t: TestContext) => {
    const server = await start(t);
    const since = performance.now();
    const [talks, drips] = [await t.connect(server), await t.connect(server)];
    const head = packet(ECHO, 'x'.repeat(1000));
    let at = 0;
    const took = await t.step('one client sends echoes and no ping, one a byte of a packet each time', () =>
      endOf(drips, since, async () => {
        drips.offer(head.subarray(at, ++at));
        if (!ended(talks)) await ask(talks, [packet(ECHO, 'data')]);
      }),
    );
    t.expect(!ended(talks), {
      expected: 'the client that sends data to stay',
      saw: `closed after ${Math.round(performance.now() - since)} ms`,
      looksLike: 'only-pings',
    });
    t.expect(ended(drips), {
      expected: 'the client that never completes a packet to be closed',
      saw: `open after ${Math.round(took)} ms`,
      looksLike: 'bytes-are-life',
    });
  },
  { needs: [SILENT], timeout: 120_000 },
);

graded(
  '13.7',
  3,
  'a reader that is slow lives as long as it takes bytes: the time counts from what was sent',
  async (t: TestContext) => {
    const server = await start(t, '--buffer', '4096', '--bytes', String(1 << 22));
    const slow = await t.connect(server, { receiveBuffer: 4096 });
    const packets = 60;
    await slow.send(Buffer.concat(Array.from({ length: packets }, () => packet(ECHO, 'x'.repeat(4000)))));
    const since = performance.now();
    const bytes = packets * 4008;
    await t.step(`${packets} echoes wait; the client reads 8 KB every ${EVERY_MS} ms, and sends nothing`, async () => {
      let pause = performance.now();
      while (slow.arrived < bytes && slow.ending === 'open' && performance.now() - since < 10 * LATEST_MS) {
        slow.pump(8192);
        await until(() => performance.now() - pause >= EVERY_MS || null, EVERY_MS);
        pause = performance.now();
      }
    });
    const took = performance.now() - since;
    t.expect(slow.arrived === bytes, {
      expected: `all ${bytes} bytes`,
      saw: `${slow.arrived} after ${Math.round(took)} ms, and the connection: ${slow.ending}`,
      looksLike: 'sent-no-life',
    });
    t.expect(took > 2 * LIMIT_MS, { expected: 'a transfer of more than two limits', saw: `${Math.round(took)} ms` });
    const quiet = await endOf(slow, performance.now(), async () => {});
    t.expect(ended(slow) && quiet > INTERVAL_MS, {
      expected: 'the end afterwards, because it is silent, but not at once',
      saw: `${slow.ending} after ${Math.round(quiet)} ms`,
      looksLike: ended(slow) ? 'sent-no-life' : 'nobody-closed',
    });
  },
  { needs: [SILENT, READS], timeout: 200_000 },
);

graded(
  '13.7',
  3,
  'packets that wait in the socket are read before anybody is closed',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: [...PATIENT, '--workers', '1'] });
    await ask(await t.connect(server), [packet(PING)]);
    const first = performance.now(); // its deadline is the first of all
    await until(() => performance.now() - first > INTERVAL_MS || null, LATEST_MS);
    const clients = await t.connectMany(server, 12);
    for (const client of clients) await ask(client, [packet(PING)]);
    await t.step(`the server is stopped for two limits; its clients go on sending`, () =>
      server.frozen(async () => {
        await until(() => performance.now() - first > PATIENT_MS + 50 || null, LATEST_MS);
        for (const client of clients) await client.send(packet(ECHO, 'here'));
        await until(() => performance.now() - first > 2 * PATIENT_MS || null, LATEST_MS);
      }),
    );
    for (const [i, client] of clients.entries()) {
      const got = await t.step(`client ${i + 1} waits for its echo`, () => answered(client, 2));
      t.expect(got[1] === '7 here', {
        expected: 'its echo: the packet had come in time',
        saw: `the connection: ${client.ending}`,
        looksLike: 'judges-unread',
      });
    }
    t.expect(packetsOf(clients[0] as Peer).length === 2, { expected: 'two answers', saw: 'more' });
  },
  { needs: [SILENT], timeout: 120_000 },
);

graded(
  '13.7',
  2,
  'a heartbeat that is left behind does not close the next owner of the slot',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: [...PATIENT, '--slots', '1', '--rest', '0'] });
    const first = await t.connect(server);
    await ask(first, [packet(PING)]);
    const since = performance.now();
    await until(() => performance.now() - since > INTERVAL_MS || null, LATEST_MS);
    first.reset();
    first.close();
    await server.waitFor('the connection to be closed', () => server.connections().length === 0);
    const { next, begin } = await nextOwner(t, server);
    const took = await t.step('the first owner pinged and left; the next one came later, and is silent', () =>
      endOf(next, begin, async () => {}),
    );
    t.expect(ended(next) && took >= PATIENT_MS - ROUNDING_MS, {
      expected: `${PATIENT_MS} ms for the next owner`,
      saw: ended(next) ? `closed after ${Math.round(took)} ms` : 'never closed',
      looksLike: ended(next) ? 'beats-for-slot' : 'nobody-closed',
    });
  },
  { needs: [SILENT], timeout: 120_000 },
);

/** A client that has the slot, and a moment before its last packet. The slot is free in the next turn of the loop. */
async function nextOwner(t: TestContext, server: ObservedProgram): Promise<{ next: Peer; begin: number }> {
  for (;;) {
    const next = await t.connect(server);
    const begin = performance.now();
    await next.send(packet(WORK, '0 x'));
    const [answer] = await answered(next, 1);
    if (answer === '8 done 0 x') return { next, begin };
    next.close();
  }
}
