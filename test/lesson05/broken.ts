import type { TestContext } from '../../src/grading/test-context.ts';
import { residentKb } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { graded, LENGTHS, LINES, RECEIVER, type Row, rows } from './lesson.ts';
import { expectPrinted, linesOf, lostBy, printed } from './printed.ts';

/** The receiver has logged that the streams of `clients` clients are broken, and has printed no message of them. */
async function expectBroken(
  t: TestContext,
  receiver: ObservedProgram,
  clients: number,
  looksLike: string | undefined,
): Promise<void> {
  await receiver
    .waitFor('a line about it in the log', () => lostBy(receiver) >= clients, { alive: false })
    .catch(() => undefined);
  await receiver.output.caughtUp();
  t.expect(linesOf(receiver).length === 0, {
    expected: 'no message of this stream',
    saw: linesOf(receiver).join(' | '),
    looksLike,
  });
  t.expect(lostBy(receiver) >= clients, { expected: 'a line about it in the log', saw: 'none', looksLike });
}

const halves: readonly [Row | undefined, readonly (readonly [Buffer, string])[]][] = [
  [rows[0], [[Buffer.from('01234'), 'half a record']]],
  [rows[1], [[Buffer.from('no line feed'), 'a line without its end']]],
  [
    rows[2],
    [
      [Buffer.from([0, 0]), 'half a length'],
      [Buffer.from([0, 0, 0, 9, 65, 66]), 'a length of 9 and two bytes'],
    ],
  ],
];

for (const [row, streams] of halves) {
  if (row === undefined) continue;
  // Each mistake is named only by the tests of its own step.
  const unnoticed = row.framing === 'fixed' ? 'end-inside' : row.framing === 'length' ? 'half-message' : undefined;
  const spins = row.framing === 'lines' ? 'peek-spin' : undefined;
  graded(
    row.step,
    row.framing === 'fixed' ? 4 : 3,
    `receiver: reports a stream that ends inside ${row.framing === 'fixed' ? 'a record' : row.framing === 'lines' ? 'a line' : 'a message'}`,
    async (t: TestContext) => {
      const receiver = await t.start(RECEIVER, { args: row.args });
      for (const [i, [bytes, what]] of streams.entries()) {
        const client = await t.connect(receiver);
        await client.send(bytes);
        client.halfClose();
        await t.step(`sent ${what} and ended our direction; the receiver ends the connection`, () =>
          client.expectEnd('any', (seen) => (seen?.kind === 'busy' ? spins : unnoticed)),
        );
        await expectBroken(t, receiver, i + 1, unnoticed);
      }
    },
    { needs: [row.whole] },
  );
}

/** Sends each piece when the receiver has taken the one before. */
async function sendInTurn(
  receiver: ObservedProgram,
  client: Peer,
  pieces: readonly Buffer[],
  spins?: string,
): Promise<void> {
  for (const [i, piece] of pieces.entries()) {
    await client.send(piece);
    if (i === pieces.length - 1) return;
    await receiver.waitFor('the receiver to take the piece', () => (client.serverRow?.rxQueue ?? 0) === 0, {
      diagnose: (seen) => (seen.kind === 'busy' ? spins : undefined),
    });
  }
}

/** After a line or message that is too long the connection ends at once, and no memory is allocated for it. */
async function bounded(
  t: TestContext,
  receiver: ObservedProgram,
  pieces: readonly Buffer[],
  what: string,
  looksLike?: string,
  spins?: string,
): Promise<void> {
  const lost = lostBy(receiver);
  const before = residentKb(receiver.pid);
  const client = await t.connect(receiver);
  await sendInTurn(receiver, client, pieces, spins);
  await t.step(`sent ${what}, where 100 are allowed; the receiver ends the connection`, () =>
    client.expectEnd('any', (seen) => (seen?.kind === 'busy' ? spins : looksLike)),
  );
  await expectBroken(t, receiver, lost + 1, looksLike);
  const grown = (residentKb(receiver.pid) - before) / 1000;
  t.expect(grown < 50, {
    expected: 'no memory allocated for it',
    saw: `${grown.toFixed(0)} MB more memory`,
    looksLike,
  });
}

graded(
  '05.3',
  4,
  'receiver: hangs up on a line that gets too long',
  async (t: TestContext) => {
    const receiver = await t.start(RECEIVER, { args: rows[1]?.args ?? [] });
    for (const [lengths, end, what, looksLike] of [
      [[5000], '', '5,000 bytes without a line feed', undefined],
      [[101], '\n', '101 bytes and a line feed', 'one-more'],
      [[101], '\r\n', '101 bytes, a carriage return and a line feed', 'one-more'],
      [[102], '', '102 bytes without a line feed', 'one-more'],
      [[60, 60], '', '60 bytes, and 60 more without a line feed', 'pieces-uncounted'],
    ] as const) {
      const pieces = lengths.map((length) => Buffer.from('x'.repeat(length) + end));
      await bounded(t, receiver, pieces, what, looksLike, 'peek-spin');
    }
    const longest = 'x'.repeat(100);
    const taken = [...printed([Buffer.from(longest)]), 'end of the stream'];
    for (const [pieces, what, wanted] of [
      [[`${longest}\r\n`], 'sent 100 bytes, a carriage return and a line feed', taken],
      [[`${longest}\r`, '\n'], 'sent the same again, the line feed alone', [...taken, ...taken]],
    ] as const) {
      const lost = lostBy(receiver);
      const client = await t.connect(receiver);
      await sendInTurn(
        receiver,
        client,
        pieces.map((piece) => Buffer.from(piece)),
        'peek-spin',
      );
      client.halfClose();
      t.note(what);
      await expectPrinted(t, receiver, wanted, () => (lostBy(receiver) > lost ? 'return-counted' : undefined));
    }
  },
  { needs: [LINES] },
);

graded(
  '05.4',
  4,
  'receiver: hangs up on a length that is too long',
  async (t: TestContext) => {
    const receiver = await t.start(RECEIVER, { args: rows[2]?.args ?? [] });
    for (const length of [0x7fffffff, 0xffffffff, 101]) {
      const header = Buffer.alloc(4);
      header.writeUInt32BE(length);
      const looksLike = length === 101 ? 'one-more' : 'no-maximum';
      await bounded(t, receiver, [header], `a header that announces ${length} bytes`, looksLike);
    }
  },
  { needs: [LENGTHS] },
);
