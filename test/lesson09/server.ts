import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blaming } from '../support/echo.ts';
import { ended } from '../support/pool.ts';
import { ECHO, ECHOES, graded, HELLO, SERVES } from './lesson.ts';

/** A deadline, because a server that waits for its grace is quiet. */
const GRACE_WAIT_MS = 20_000;

/** Tolerated leftovers of 200 clients. A server that keeps the connections of one kind of client has more than 60. */
const LOST = 3;

graded(
  '09.7',
  4,
  SERVES,
  async (t: TestContext) => {
    const server = await t.start(ECHO);
    const clients = await t.connectMany(server, 60);
    await t.step('60 clients exchange bytes of their own, from the last to the first', async () => {
      for (const [i, client] of [...clients.entries()].reverse()) await client.exchange(Buffer.from(`client ${i}`));
    });
    for (const client of clients) client.close();
    await server.quiet();
    await t.step('all clients close; the server owns only its listener', () =>
      server.waitFor('no connection', () => server.connections().length === 0, { diagnose: () => 'not-closed' }),
    );
    // One leftover descriptor could be chance: 200 clients show whether each leaves one.
    const before = descriptors(server.pid).length;
    for (let i = 0; i < 200; i++) {
      const client = await t.connect(server);
      client.offer(HELLO);
      if (i % 3 === 0) client.reset();
      else if (i % 3 === 1) client.halfClose();
      client.close();
    }
    await server.quiet();
    const after = descriptors(server.pid).length;
    // A lost RST is not sent again, and a server that waits for input never learns of it.
    t.expect(after <= before + LOST, {
      expected: `${before} descriptors after 200 short connections`,
      saw: `${after}`,
      looksLike: 'not-closed',
    });
  },
  { needs: [ECHOES] },
);

graded(
  '09.7',
  5,
  'closes the connections of silent clients, and keeps active ones',
  async (t: TestContext) => {
    const server = await t.start(ECHO, { args: ['--idle', '4000'] });
    const silent = await t.connect(server);
    const talks = await t.connect(server);
    await talks.exchange(HELLO);
    const deadline = performance.now() + 40_000;
    await t.step('--idle 4000: one client sends nothing, one sends all the time', async () => {
      while (silent.ending === 'open' && performance.now() < deadline && talks.ending === 'open') {
        await talks.exchange(HELLO, ({ ending }) => (ending === 'open' ? undefined : 'idle-wrong'));
        await until(() => null, 100);
        silent.pump();
      }
    });
    t.expect(silent.ending !== 'open', {
      expected: 'the connection of the silent client to be closed',
      saw: 'it is still open after 40 s',
      looksLike: 'idle-wrong',
    });
    await t.step('the other client is still served', () =>
      talks.exchange(HELLO, ({ ending }) => (ending === 'open' ? undefined : 'idle-wrong')),
    );
  },
  { needs: [SERVES] },
);

graded(
  '09.7',
  3,
  'SIGTERM: the port closes, pending bytes are sent, the server exits',
  async (t: TestContext) => {
    const server = await t.start(ECHO, { args: ['--grace', '60000'] });
    const idle = await t.connect(server);
    await idle.exchange(HELLO);
    const slow = await t.connect(server, { receiveBuffer: 4096 });
    const bytes = patternBytes(16_000_000);
    const sent = await slow.fill(bytes, () => 'always-writable');
    await server.quiet(() => 'always-writable');
    // The server owes the bytes that it has read: the rest waits in the queues of the two sockets.
    const owed = sent - (slow.row?.txQueue ?? 0) - (slow.serverRow?.rxQueue ?? 0);
    server.signal('SIGTERM');
    await t.step('one client is idle, one has not read its bytes; sent SIGTERM: the port closes', () =>
      server.waitFor('the listener to be closed', () => server.listener() === null, { alive: false }),
    );
    await ended(server, idle, 'the end for the idle client');
    await blaming('hard-stop', () => ended(server, slow, 'the end for the slow client, after its bytes'));
    const exact = slow.received.equals(bytes.subarray(0, slow.received.length));
    t.expect(exact && slow.received.length === owed && slow.ending === 'eof', {
      expected: `the ${owed} bytes that the server had read, then the end of the stream`,
      saw: `${slow.received.length} bytes${exact ? '' : ', not the same ones'}, then ${slow.ending}`,
      looksLike: 'hard-stop',
    });
    slow.close(); // the server may wait a second for it, so that no reset overtakes its last bytes
    idle.close();
    const exit = await server.exit(() => 'hard-stop');
    t.expect(exit.code === 0, {
      expected: 'exit status 0',
      saw: `the server ${describeExit(exit)}`,
      looksLike: 'hard-stop',
    });
  },
  { needs: [SERVES] },
);

graded(
  '09.7',
  2,
  'SIGTERM: a client that does not read is cut off after the grace, or at a second SIGTERM',
  async (t: TestContext) => {
    for (const grace of [100, 60_000]) {
      const server = await t.start(ECHO, { args: ['--grace', String(grace)] });
      const stuck = await t.connect(server, { receiveBuffer: 4096 });
      await stuck.fill(patternBytes(16_000_000), () => 'always-writable');
      server.signal('SIGTERM');
      await server.waitFor('the listener to be closed', () => server.listener() === null, { alive: false });
      if (grace > 1000) server.signal('SIGTERM');
      const ended = await t.step(`--grace ${grace}: sent SIGTERM${grace > 1000 ? ' twice' : ''}`, () =>
        until(() => server.exited, GRACE_WAIT_MS),
      );
      t.expect(ended !== null && ended.code === 0, {
        expected: 'the server to cut off a client that does not read, and to exit with status 0',
        saw: `the server ${describeExit(ended)}`,
        kernel: server.describeProcesses(),
        looksLike: 'no-grace',
      });
      stuck.close();
    }
  },
  { needs: [SERVES] },
);
