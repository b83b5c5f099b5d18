/** 13.7: clients that have gone without a word, and clients that are only slow. */
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { EVERY_MS, ended, endOf, INTERVAL_MS, LATEST_MS, ping, ROUNDING_MS } from './beats.ts';
import { ANSWERS, graded, READS, SERVER, SILENT } from './lesson.ts';
import { ask, ECHO, PING, packet } from './wire.ts';

const MARGIN_MS = 400;
/** Twice the interval and the margin. */
const LIMIT_MS = 1600;
/** A code without a handler. */
const UNKNOWN = 3;
/** A process that dies closes its connections before it is reaped. */
const END_MS = 5000;

const start = (t: TestContext, ...args: string[]): Promise<ObservedProgram> =>
  t.start(SERVER, { args: ['--interval', String(INTERVAL_MS), '--margin', String(MARGIN_MS), ...args] });

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
      looksLike: pings.ending === 'reset' ? 'deaf-after-interval' : 'ping-no-life', // RST: a ping was not read
    });
    const [first, second] = [await t.connect(server), await t.connect(server)];
    const quiet = await endOf(pings, last, async () => {});
    t.expect(ended(pings) && quiet >= LIMIT_MS - ROUNDING_MS, {
      expected: `the second one to be closed too, ${LIMIT_MS} ms after its last ping`,
      saw: ended(pings) ? `closed after ${Math.round(quiet)} ms` : `open after ${Math.round(quiet)} ms`,
      looksLike: ended(pings) ? 'ping-no-life' : 'timer-once',
    });
    for (const silent of [first, second]) await endOf(silent, performance.now(), async () => {});
    t.expect(ended(first) && ended(second), {
      expected: 'two clients that came later and are silent to be closed as well',
      saw: 'one of them is open',
      looksLike: 'one-silent',
    });
    const late = await t.connect(server);
    const [pong] = await ask(late, [packet(PING)]);
    t.expect(pong === '0', { expected: 'a pong for a new client', saw: `${pong}`, looksLike: 'dies-at-end' });
    await t.step('nobody else is left, and the new client is silent', () =>
      endOf(late, performance.now(), async () => {}),
    );
    t.expect(ended(late), {
      expected: 'a client that comes when all others have gone to be closed as well',
      saw: `open after ${LATEST_MS} ms`,
      looksLike: 'timer-kept',
    });
  },
  { needs: [ANSWERS], timeout: 120_000 },
);

graded(
  '13.7',
  3,
  'any packet is life, but half a packet is none',
  async (t: TestContext) => {
    const never = await t.connect(await t.start(SERVER, { args: ['--interval', '0', '--margin', '100'] }));
    await ask(never, [packet(PING)]);
    const server = await start(t);
    const since = performance.now();
    // The one that has to be closed comes last: a server that would close the others has done so by then.
    const [talks, asks, drips] = [await t.connect(server), await t.connect(server), await t.connect(server)];
    const head = packet(ECHO, 'x'.repeat(1000));
    let at = 0;
    const took = await t.step('one client sends echoes and no ping, one a byte of a packet each time', () =>
      endOf(drips, since, async () => {
        drips.offer(head.subarray(at, ++at));
        asks.offer(packet(UNKNOWN));
        if (!ended(talks)) await ask(talks, [packet(ECHO, 'data')]);
      }),
    );
    t.expect(!ended(talks), {
      expected: 'the client that sends data to stay',
      saw: `closed after ${Math.round(performance.now() - since)} ms`,
      looksLike: 'only-pings',
    });
    t.expect(!ended(asks), {
      expected: 'the client whose packets nobody answers to stay: it is there',
      saw: `closed after ${Math.round(performance.now() - since)} ms`,
      looksLike: 'only-answered',
    });
    t.expect(!ended(never), {
      expected: 'no heartbeat with --interval 0',
      saw: 'a silent client is closed',
      looksLike: 'zero-beats',
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
    const echoes = Buffer.concat(Array.from({ length: packets }, () => packet(ECHO, 'x'.repeat(4000))));
    await slow.send(echoes);
    const stuck = await t.connect(server, { receiveBuffer: 4096 });
    await stuck.send(echoes);
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
    const gone = await t.step('another client has read nothing and sent nothing more: its descriptor is closed', () =>
      until(() => (stuck.serverRow?.inode ?? 0) === 0, LATEST_MS),
    );
    t.expect(gone === true, {
      expected: 'a client that takes no bytes to be closed, whatever waits for it',
      saw: `open after ${Math.round(performance.now() - since)} ms`,
      kernel: stuck.describeQueues(),
      looksLike: 'silent-finishes',
    });
  },
  { needs: [SILENT, READS], timeout: 200_000 },
);
