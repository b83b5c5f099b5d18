/** 13.7: deadlines of clients whose packets wait, and of clients that have gone. */
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { statusField } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { ended, endOf, INTERVAL_MS, LATEST_MS, ping, ROUNDING_MS } from './beats.ts';
import { graded, SERVER, SILENT } from './lesson.ts';
import { answered, ask, ECHO, PING, packet, packetsOf, WORK } from './wire.ts';

/** A limit for tests that act between two deadlines: a busy machine has time for it. */
const PATIENT = ['--interval', '1300', '--margin', '400'];
const PATIENT_MS = 3000;
/** The same limit, nearly all of it margin. */
const MOSTLY_MARGIN = ['--interval', '50', '--margin', '2900'];
const PINGS = 150;
/** More than those of a server that looks at its deadlines ten times a second, and far fewer than the pings. */
const WAKES = 50;

/** How often the server has gone to sleep. */
const sleepsOf = ({ pid }: ObservedProgram): number => Number(statusField(pid, 'voluntary_ctxt_switches') ?? 0);

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
    const resumed = performance.now();
    for (const [i, client] of clients.entries()) {
      const got = await t.step(`client ${i + 1} waits for its echo`, () => answered(client, 2));
      t.expect(got[1] === '7 here', {
        expected: 'its echo: the packet had come in time',
        saw: `the connection: ${client.ending}`,
        looksLike: 'judges-unread',
      });
    }
    t.expect(packetsOf(clients[0] as Peer).length === 2, { expected: 'two answers', saw: 'more' });
    const gone = clients.filter(({ serverRow }) => serverRow?.state !== 'ESTABLISHED').length;
    // On a very busy machine they may have been silent for the whole limit since.
    t.expect(gone === 0 || performance.now() - resumed > PATIENT_MS, {
      expected: `${clients.length} clients that have just been heard of and stay connected`,
      saw: `${gone} of them closed after their answer`,
      looksLike: 'closed-though-heard',
    });
  },
  { needs: [SILENT], timeout: 120_000 },
);

graded(
  '13.7',
  2,
  'a heartbeat that is left behind does not close the next owner of the slot',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: [...MOSTLY_MARGIN, '--slots', '1', '--rest', '0'] });
    const first = await t.connect(server);
    let since = performance.now();
    let pings = 0;
    for (; pings < PINGS && !ended(first); pings++) {
      since = performance.now();
      await ping(first);
    }
    await until(() => ended(first) || performance.now() - since > INTERVAL_MS || null, LATEST_MS);
    t.expect(!ended(first) || performance.now() - since >= PATIENT_MS - ROUNDING_MS, {
      expected: `the client that pings to stay: its limit is ${PATIENT_MS} ms`,
      saw: `closed ${Math.round(performance.now() - since)} ms after its last ping`,
      looksLike: 'interval-for-margin',
    });
    first.reset();
    first.close();
    await server.waitFor('the connection to be closed', () => server.connections().length === 0);
    const { next, begin } = await nextOwner(t, server);
    const slept = sleepsOf(server);
    const took = await t.step('the first owner pinged and left; the next one came later, and is silent', () =>
      endOf(next, begin, async () => {}),
    );
    t.expect(ended(next) && took >= PATIENT_MS - ROUNDING_MS, {
      expected: `${PATIENT_MS} ms for the next owner`,
      saw: ended(next) ? `closed after ${Math.round(took)} ms` : 'never closed',
      looksLike: !ended(next) ? 'nobody-closed' : took < PATIENT_MS / 10 ? 'interval-for-margin' : 'beats-for-slot',
    });
    const woken = sleepsOf(server) - slept;
    t.expect(woken < WAKES, {
      expected: `a few wake-ups until the end: one timer for all deadlines`,
      saw: `${woken}, after ${pings} pings of the first owner`,
      looksLike: woken < 2 * pings ? 'timer-each-packet' : undefined, // more: it ticks
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
