/** 13.6: what waits for a client. */
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { ANSWERS, graded, READS, SERVER } from './lesson.ts';
import { answered, ask, ECHO, many, PING, packet, packetsOf } from './wire.ts';

const PACKETS = 100;
const MORE = 20;
const KB = 1024;

/** A body of 1,000 bytes, full of its number. */
const full = (i: number): string => `${i}:`.repeat(500).slice(0, 1000);

/** Whether the bytes that differ first are of an earlier packet, or of a later one: sent twice, or lost. */
function twiceOrLost(received: Buffer, sent: Buffer): string | undefined {
  const at = received.findIndex((byte, i) => byte !== sent[i]);
  if (at < 0) return undefined;
  const seen = /(\d+):\1:/.exec(received.toString('latin1', at, at + 100))?.[1];
  const wanted = /(\d+):\1:/.exec(sent.toString('latin1', at, at + 100))?.[1];
  return Number(seen) > Number(wanted) ? 'packets-lost' : 'bytes-twice';
}

/** A client that reads nothing: the kernel holds a few KB for it. */
async function reader(t: TestContext, server: ObservedProgram): Promise<Peer> {
  const peer = await t.connect(server, { receiveBuffer: 4096 });
  await server.waitFor('the server to accept', () => !closed(peer));
  return peer;
}

/** Bytes that the kernel has taken for a client that reads nothing. */
const taken = (peer: Peer): number => (peer.serverRow?.txQueue ?? 0) + (peer.row?.rxQueue ?? 0);

const closed = (peer: Peer): boolean => (peer.serverRow?.inode ?? 0) === 0;

graded(
  '13.6',
  3,
  READS,
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: ['--buffer', '4096', '--bytes', String(1 << 22)] });
    const [slow, other] = [await reader(t, server), await t.connect(server)];
    const count = 300;
    const sent = Buffer.concat(Array.from({ length: count }, (_, i) => packet(ECHO, full(i))));
    await slow.send(sent);
    await t.step(`a client sent ${count} echoes and reads nothing: the server sleeps`, () =>
      server.quiet(() => 'sender-spins'),
    );
    t.expect(!closed(slow), {
      expected: `${count} waiting packets to be no fault: the limit is 400`,
      saw: 'the connection is closed',
      looksLike: 'counts-wrong',
    });
    const [pong] = await t.step('another client says ping', () => ask(other, [packet(PING)], () => 'stops-with-slow'));
    t.expect(pong === '0', { expected: 'a pong', saw: `${pong}` });
    const got = await t.step('now the first one reads', () =>
      answered(slow, count, () => twiceOrLost(slow.received, sent) ?? 'rest-forgotten'),
    );
    for (let i = 0; i < count; i++)
      t.expect(got[i] === `${ECHO} ${full(i)}`, {
        expected: `echo ${i}, whole and in its place`,
        saw: (got[i] ?? 'nothing').slice(0, 30),
        looksLike: twiceOrLost(slow.received, sent),
      });
    await t.step('nothing waits any more: the server sleeps', () => server.quiet(() => 'write-event-stays'));
    const [last] = await ask(slow, [packet(PING)]);
    t.expect(last === '0', { expected: 'a pong for the slow reader', saw: `${last}` });
    await slow.send(sent.subarray(0, sent.length / 2));
    slow.halfClose();
    await t.step('it sends half as many again, and ends its direction', () => server.quiet(() => 'sender-spins'));
    const all = await t.step('it reads: all of them, then the end', () =>
      answered(slow, count + 1 + count / 2, () => 'write-event-once'),
    );
    t.expect(all.length === count + 1 + count / 2, {
      expected: `${count / 2} echoes more`,
      saw: `${all.length - count - 1}, and the connection: ${slow.ending}`,
      looksLike: 'fin-drops',
    });
    await slow.expectEnd('eof', () => 'fin-drops');
  },
  { needs: [ANSWERS] },
);

graded(
  '13.6',
  3,
  'a burst of requests is no fault, when the kernel takes the answers',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: ['--packets', '10', '--bytes', '10000'] });
    const client = await t.connect(server);
    const echoes = 20;
    for (let i = 0; i < echoes; i++) {
      await t.step(`echo ${i + 1} of 1,000 bytes; the limit is 10,000, and the client reads them all`, () =>
        ask(client, [packet(ECHO, full(i))]),
      );
      t.expect(client.ending === 'open', {
        expected: 'the connection to stay: nothing waits',
        saw: `the connection: ${client.ending}`,
        looksLike: 'bytes-never-less',
      });
    }
    const count = 3000;
    await t.step(`while the server is stopped, a client sends ${count} pings; the limit is 10 packets`, () =>
      server.frozen(() => client.send(many(count, packet(PING)))),
    );
    const got = (await answered(client, echoes + count, () => 'counts-answers')).slice(echoes);
    t.expect(got.length === count && client.ending === 'open', {
      expected: `${count} pongs: what the kernel takes does not wait`,
      saw: `${got.length} pongs, and the connection: ${client.ending}`,
      looksLike: 'counts-answers',
    });
    const [pong] = await ask(client, [packet(PING)]);
    t.expect(pong === '0', {
      expected: 'a pong for the next ping: the client is no offender',
      saw: `the connection: ${client.ending}`,
      looksLike: 'counts-answers',
    });
  },
  { needs: [ANSWERS] },
);

graded(
  '13.6',
  3,
  'a client that reads nothing is put out when too many packets wait, and not before',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: ['--buffer', '4096', '--packets', String(PACKETS)] });
    const [stuck, other] = [await reader(t, server), await t.connect(server)];
    let sent = 0;
    let waiting = 0;
    // Eight bytes each: the bound of bytes is far away.
    while (!closed(stuck) && waiting <= PACKETS + MORE) {
      const before = waiting;
      const pings = before < PACKETS ? Math.min(MORE, PACKETS - before) : 1;
      sent += await stuck.fill(many(pings, packet(PING)));
      await server.quiet(() => 'sender-spins');
      if (!closed(stuck)) waiting = Math.ceil((sent - taken(stuck)) / 8);
      else if (before > 0) waiting = before + pings;
    }
    t.note(`a client read nothing; at most ${waiting} pongs waited for it at the end; the limit is ${PACKETS}`);
    t.expect(closed(stuck), {
      expected: `the client to be put out when more than ${PACKETS} packets wait`,
      saw: `${waiting} wait`,
      kernel: stuck.describeQueues(),
      looksLike: 'no-packet-limit',
    });
    t.expect(waiting > PACKETS, {
      expected: `patience until more than ${PACKETS} packets wait`,
      saw: `put out with at most ${waiting}`,
      looksLike: waiting === PACKETS ? 'limit-included' : 'counts-wrong',
    });
    const [pong] = await ask(other, [packet(PING)]);
    t.expect(pong === '0', { expected: 'a pong for another client', saw: `${pong}` });
    t.expect(packetsOf(other).length === 1, { expected: 'one answer', saw: `${packetsOf(other).length}` });
  },
  { needs: [READS] },
);

graded(
  '13.6',
  3,
  'large packets are bounded by their bytes, and others are served meanwhile',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: ['--buffer', '4096', '--bytes', String(256 * KB)] });
    const [stuck, other] = [await reader(t, server), await t.connect(server)];
    const one = packet(ECHO, 'x'.repeat(29_992));
    let sent = 0;
    for (; sent < 12 && !closed(stuck); sent++) {
      if ((await stuck.fill(one)) < one.length) break;
      const [pong] = await ask(other, [packet(PING)]);
      t.expect(pong === '0', { expected: 'a pong for another client', saw: `${pong}` });
      await server.quiet(() => 'sender-spins');
    }
    t.note(`a client read nothing, and sent ${sent} echoes of 30,000 bytes; 256 KB may wait`);
    t.expect(closed(stuck), {
      expected: 'the client to be put out when more than 256 KB wait',
      saw: `${Math.round((sent * 30_000 - taken(stuck)) / KB)} KB wait, in ${sent} packets at most`,
      kernel: stuck.describeQueues(),
      looksLike: 'no-byte-limit',
    });
    t.expect(sent >= 9, {
      expected: 'patience until 256 KB wait: nine packets',
      saw: `put out after ${sent}`,
      looksLike: 'counts-wrong',
    });
  },
  { needs: [READS] },
);
