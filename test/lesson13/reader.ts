/** 13.2: the receiving machine, first without a connection. */
import type { TestContext } from '../../src/grading/test-context.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { random } from '../support/random.ts';
import { ANSWERS, BYTES, CUTS, graded, SERVER } from './lesson.ts';
import { expectLines, type Step, tried } from './try.ts';
import { answered, ECHO, many, PING, packet } from './wire.ts';

const line = (code: number, body: string): string => `${code}:${Buffer.from(body).toString('hex')}`;

/** Commands that bring these pieces to a new reader. */
const pieces = (stream: Buffer, cuts: readonly number[]): string[] => {
  const ends = [...cuts, stream.length];
  return ['new', ...ends.map((end, i) => stream.subarray(i === 0 ? 0 : ends[i - 1], end).toString('hex'))];
};

/** What a reader has delivered: its lines put together. */
const delivered = (lines: readonly string[]): string =>
  lines.filter((text) => text !== '-' && text !== 'new').join(' ');

graded(
  '13.2',
  4,
  CUTS,
  async (t: TestContext) => {
    const stream = Buffer.concat([packet(ECHO, 'hello'), packet(PING), packet(ECHO, 'x')]);
    const wanted = [line(ECHO, 'hello'), line(PING, ''), line(ECHO, 'x')].join(' ');
    const cuts: number[][] = [[]];
    for (let one = 1; one < stream.length; one++) {
      cuts.push([one]);
      for (let two = one + 1; two < stream.length; two++) cuts.push([one, two]);
    }
    cuts.push(Array.from({ length: stream.length - 1 }, (_, i) => i + 1));
    const commands = cuts.map((each) => pieces(stream, each));
    const seen = await t.step(`a stream of ${stream.length} bytes in ${cuts.length} ways`, () =>
      tried(t, 'reader', commands.flat()),
    );
    let at = 0;
    for (const [i, each] of commands.entries()) {
      const got = delivered(seen.slice(at, at + each.length));
      at += each.length;
      const cut = cuts[i] ?? [];
      t.expect(got === wanted, {
        expected: `${wanted}, cut ${cut.length === 0 ? 'nowhere' : `after ${cut.slice(0, 3).join(', ')}`}`,
        saw: got,
        looksLike: looksLike(cut, got),
      });
    }
  },
  { needs: [BYTES] },
);

function looksLike(cuts: readonly number[], got: string): string | undefined {
  if (cuts.length === 0) return got.split(' ').length === 1 ? 'one-packet' : undefined;
  const [first = 0] = cuts;
  if (cuts.length === 1 && first < 8) return 'cut-header';
  return 'cut-body';
}

graded(
  '13.2',
  2,
  'a packet is delivered with its last byte: it does not wait for the next one',
  async (t: TestContext) => {
    const body = packet(ECHO, 'abc');
    const [first, last] = [body.subarray(0, body.length - 1), body.subarray(body.length - 1)];
    await expectLines(t, 'reader', [
      [packet(PING).toString('hex'), line(PING, ''), 'empty-waits'],
      [first.toString('hex'), '-'],
      [last.toString('hex'), line(ECHO, 'abc')],
      [packet(PING).toString('hex'), line(PING, ''), 'empty-waits'],
      [Buffer.concat([packet(PING), first]).toString('hex'), line(PING, ''), 'empty-waits'],
      [last.toString('hex'), line(ECHO, 'abc')],
      [packet(ECHO, 'y'.repeat(29_992)).toString('hex'), line(ECHO, 'y'.repeat(29_992))],
    ]);
  },
  { needs: [CUTS] },
);

graded(
  '13.2',
  3,
  'a packet with a wrong CRC is dropped, and the next one is delivered',
  async (t: TestContext) => {
    const next = random(1313);
    const dropped = (slug: string) => (seen: string) => (seen === 'refused' ? 'drop-ends' : slug);
    const steps: Step[] = [];
    for (let i = 0; i < 40; i++) {
      const body = `body number ${next()}`;
      const bytes = packet(ECHO, body);
      const flipped = 4 + (next() % (bytes.length - 4));
      bytes.writeUInt8(bytes.readUInt8(flipped) ^ (1 << (next() & 7)), flipped);
      const good = packet(ECHO, body);
      steps.push([bytes.toString('hex'), '-', dropped('no-crc-check')]);
      steps.push([good.toString('hex'), line(ECHO, body), dropped('state-kept')]);
      steps.push([Buffer.concat([bytes, good]).toString('hex'), line(ECHO, body), dropped('state-kept')]);
    }
    steps.push([packet(PING, '', 1).toString('hex'), '-', dropped('empty-crc')]);
    steps.push([packet(PING).toString('hex'), line(PING, ''), dropped('state-kept')]);
    await expectLines(t, 'reader', steps);
  },
  { needs: [CUTS] },
);

graded(
  '13.2',
  3,
  'on connections: byte by byte, two in turn, three at once, and the end after a length that no packet has',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: ['--workers', '1'] });
    const slow = await t.connect(server);
    await t.step('a client sends a packet byte by byte, each when the one before was read', () =>
      slow.dribble(packet(ECHO, 'hello')),
    );
    await answered(slow, 1);
    const burst = await t.connect(server);
    await t.step('two clients send a packet each, byte by byte and in turn', () =>
      inTurn(slow, packet(ECHO, 'mine'), burst, packet(ECHO, 'and mine')),
    );
    for (const [peer, wanted] of [
      [slow, '7 hello,7 mine'],
      [burst, '7 and mine'],
    ] as const) {
      const got = (await answered(peer, wanted.split(',').length, () => 'one-machine')).join();
      t.expect(got === wanted, { expected: wanted, saw: got || 'nothing', looksLike: 'one-machine' });
    }
    await t.step('while the server is stopped, another one sends three packets', () =>
      server.frozen(() => burst.send(Buffer.concat([packet(ECHO, 'a'), packet(PING), packet(ECHO, 'c')]))),
    );
    const got = (await answered(burst, 4, () => 'one-packet')).slice(1);
    t.expect(got.join() === '7 a,0,7 c', { expected: '7 a, 0, 7 c', saw: got.join(', '), looksLike: 'one-packet' });
    for (const length of [0, 7, 30_001, 65_535]) {
      const bad = await t.connect(server);
      const head = packet(ECHO);
      head.writeUInt16BE(length, 0);
      await bad.send(head);
      await t.step(`a client sends the header of a packet of ${length} bytes: the connection ends`, () =>
        bad.expectEnd('any', () => (length < 8 ? 'short-length' : 'long-length')),
      );
      bad.close();
    }
    const lives = await t.step('the others are served', () => answeredAfter(slow));
    t.expect(lives === '0', { expected: 'a pong for the first client', saw: lives });
    await server.quiet();
  },
  { needs: [CUTS, ANSWERS] },
);

/** A byte of the one, a byte of the other, and so on: each has been read before the next is sent. */
async function inTurn(one: Peer, first: Buffer, other: Peer, second: Buffer): Promise<void> {
  for (let i = 0; i < Math.max(first.length, second.length); i++) {
    await one.dribble(first.subarray(i, i + 1));
    await other.dribble(second.subarray(i, i + 1));
  }
}

async function answeredAfter(peer: Peer): Promise<string> {
  await peer.send(many(1, packet(PING)));
  return (await answered(peer, 3)).at(-1) ?? 'nothing';
}
