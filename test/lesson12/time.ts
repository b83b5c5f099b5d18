import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { answersIn, ask, describe, get, request } from './http.ts';
import { graded, KEEPS, SERVER } from './lesson.ts';
import { type Site, withSite } from './site.ts';

const start = (t: TestContext, { folder }: Site, ...args: string[]) =>
  t.start(SERVER, { args: ['--dir', folder, ...args] });

const LIMIT_MS = 1500;
/** Ten times the limit. */
const LATEST_MS = 15_000;
/** The kernel ends no wait early, but clocks are rounded. */
const ROUNDING_MS = 20;
const DRIP_MS = 100;

/** Waits for the end of a connection while `meanwhile` happens again and again. Returns the milliseconds. */
async function endOf(peer: Peer, since: number, meanwhile: () => Promise<void> | void): Promise<number> {
  while (peer.ending === 'open' && performance.now() - since < LATEST_MS) {
    await meanwhile();
    await until(() => {
      peer.pump();
      return peer.ending !== 'open';
    }, DRIP_MS);
  }
  return performance.now() - since;
}

function expectEnd(t: TestContext, peer: Peer, took: number, what: string, none: string, early: string): void {
  t.expect(peer.ending !== 'open', {
    expected: `the end of ${what} after ${LIMIT_MS} ms`,
    saw: `it is still open after ${Math.round(took)} ms`,
    looksLike: none,
  });
  t.expect(took >= LIMIT_MS - ROUNDING_MS, {
    expected: `${LIMIT_MS} ms of patience`,
    saw: `the end after ${Math.round(took)} ms`,
    looksLike: early,
  });
}

async function served(t: TestContext, server: ObservedProgram, peer: Peer): Promise<void> {
  const looksLike = (): string | undefined => (peer.ending === 'open' ? undefined : 'too-early');
  const answer = await ask(server, peer, get('/hello.txt'), { looksLike });
  t.expect(answer.status === 200, { expected: 'another client to be served', saw: describe(answer) });
}

graded(
  '12.7',
  3,
  'a head that does not come to its end is refused with 408, however often a byte of it comes',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site, '--head', String(LIMIT_MS));
      const other = await t.connect(server);
      await served(t, server, other);
      const slow = await t.connect(server);
      const since = performance.now();
      await slow.send(get('/hello.txt').subarray(0, 20));
      const took = await t.step(
        `--head ${LIMIT_MS}: one client sends a byte of its head every 100 ms, another one whole requests`,
        () =>
          endOf(slow, since, async () => {
            slow.offer(Buffer.from('x'));
            await served(t, server, other);
          }),
      );
      expectEnd(t, slow, took, 'the slow head', 'head-forever', 'too-early');
      const [answer] = answersIn(slow.received).answers;
      t.expect(answer?.status === 408, {
        expected: '408',
        saw: answer === undefined ? 'no answer' : describe(answer),
        looksLike: 'no-408',
      });
      await served(t, server, other);
    }),
  { needs: [KEEPS], timeout: 120_000 },
);

graded(
  '12.7',
  3,
  'a body that does not come to its end is refused, and a silent connection ends; an active one stays',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site, '--body', String(LIMIT_MS), '--idle', String(LIMIT_MS));
      const active = await t.connect(server);
      const slow = await t.connect(server);
      const silent = await t.connect(server);
      const since = performance.now();
      await slow.send(request('POST /', 'Content-Length: 1000'));
      await served(t, server, silent);
      const took = await t.step(
        `--body ${LIMIT_MS} --idle ${LIMIT_MS}: one client sends a byte of its body every 100 ms, one nothing after its answer, one whole requests`,
        () =>
          endOf(slow, since, async () => {
            slow.offer(Buffer.from('x'));
            await served(t, server, active);
          }),
      );
      expectEnd(t, slow, took, 'the slow body', 'body-forever', 'too-early');
      const idle = await endOf(silent, since, () => served(t, server, active));
      expectEnd(t, silent, idle, 'the silent connection', 'idle-forever', 'too-early');
      await served(t, server, active);
      await asksLate(t, server);
    }),
  { needs: [KEEPS], timeout: 120_000 },
);

/** The request comes when the time of a silent connection is over, and before the server knows: no reset. */
async function asksLate(t: TestContext, server: ObservedProgram): Promise<void> {
  const late = await t.connect(server);
  await served(t, server, late);
  await t.step(`stopped the server for longer than ${LIMIT_MS} ms; a silent client sends a request; thawed it`, () =>
    server.frozen(async () => {
      await until(() => false, LIMIT_MS + DRIP_MS);
      late.offer(get('/hello.txt'));
    }),
  );
  await endOf(late, performance.now(), () => {});
  t.expect(late.ending === 'eof', {
    expected: 'an answer or none, and then an orderly end of the stream (FIN)',
    saw: late.ending === 'open' ? 'it is still open' : 'a reset (RST)',
    looksLike: late.ending === 'open' ? 'idle-forever' : 'idle-closes',
  });
  late.close();
}

const isOpen = (peer: Peer): boolean => (peer.serverRow?.inode ?? 0) > 0;

/** Bytes that are read every 50 ms: all of the file takes longer than the limit, and the socket has room again long before it. */
const STEP = 300_000;

/** A client that takes all the time, and not fast, gets the whole file. */
async function takesSlowly(t: TestContext, server: ObservedProgram, { big }: Site): Promise<void> {
  const steady = await t.connect(server);
  await steady.send(get('/big.bin'));
  await t.step(`--idle ${LIMIT_MS}: a client takes 300,000 bytes of a large file every 50 ms`, async () => {
    while (steady.arrived < big.length && steady.ending === 'open') {
      steady.pump(STEP);
      await until(() => steady.ending !== 'open', DRIP_MS / 2);
    }
  });
  t.expect(steady.arrived >= big.length, {
    expected: `all of ${big.length} bytes: each piece that the client takes begins its time anew`,
    saw: `the end of the connection after ${steady.arrived}`,
    looksLike: 'steady-cut',
  });
  steady.close();
}

graded(
  '12.7',
  2,
  'a client that takes nothing, or does not end, is not waited for without end',
  (t: TestContext) =>
    withSite(async (site) => {
      const limit = String(LIMIT_MS);
      const server = await start(t, site, '--idle', limit, '--linger', limit, '--head', limit);
      await takesSlowly(t, server, site);
      const stuck = await t.connect(server, { receiveBuffer: 4096 });
      await stuck.send(get('/big.bin'));
      const half = await t.connect(server);
      await half.send(get('/hello.txt').subarray(0, 10));
      const lingers = await t.connect(server);
      await t.step(
        'one client asks for 16 MB and does not read, one sends half a head, one gets its last answer; none of them closes',
        () => ask(server, lingers, get('/hello.txt', 'Connection: close')),
      );
      const gone = await until(() => server.connections().length === 0 || null, LATEST_MS);
      t.expect(gone !== null, {
        expected: 'all connections to be closed',
        saw: server
          .connections()
          .map(({ state }) => state)
          .join(', '),
        kernel: [...stuck.describeQueues(), ...lingers.describeQueues()],
        looksLike: isOpen(stuck) ? 'sending-forever' : isOpen(lingers) ? 'lingers-forever' : 'cleared-late',
      });
      await served(t, server, await t.connect(server));
    }),
  { needs: [KEEPS], timeout: 120_000 },
);
