import type { TestContext } from '../../src/grading/test-context.ts';
import { residentKb } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
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

const halves: readonly [Row | undefined, Buffer, string][] = [
  [rows[0], Buffer.from('01234'), 'half a record'],
  [rows[1], Buffer.from('no line feed'), 'a line without its end'],
  [rows[2], Buffer.from([0, 0, 0, 9, 65, 66]), 'a length of 9 and two bytes'],
];

for (const [row, bytes, what] of halves) {
  if (row === undefined) continue;
  // Each mistake is named only by the tests of its own step.
  const unnoticed = row.framing === 'fixed' ? 'end-inside' : undefined;
  const spins = row.framing === 'lines' ? 'peek-spin' : undefined;
  graded(
    row.step,
    row.framing === 'fixed' ? 4 : 3,
    `receiver: reports a stream that ends inside ${row.framing === 'fixed' ? 'a record' : row.framing === 'lines' ? 'a line' : 'a message'}`,
    async (t: TestContext) => {
      const receiver = await t.start(RECEIVER, { args: row.args });
      const client = await t.connect(receiver);
      await client.send(bytes);
      client.halfClose();
      await t.step(`sent ${what} and ended our direction; the receiver ends the connection`, () =>
        client.expectEnd('any', (seen) => (seen?.kind === 'busy' ? spins : unnoticed)),
      );
      await expectBroken(t, receiver, 1, unnoticed);
    },
    { needs: [row.whole] },
  );
}

/** After a line or message that is too long the connection ends at once, and no memory is allocated for it. */
async function bounded(
  t: TestContext,
  receiver: ObservedProgram,
  bytes: Buffer,
  what: string,
  looksLike?: string,
  spins?: string,
): Promise<void> {
  const lost = lostBy(receiver);
  const before = residentKb(receiver.pid);
  const client = await t.connect(receiver);
  await client.send(bytes);
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
    await bounded(t, receiver, Buffer.alloc(5000, 'x'), '5,000 bytes without a line feed', undefined, 'peek-spin');
    for (const [length, end, what] of [
      [101, '\n', '101 bytes and a line feed'],
      [101, '\r\n', '101 bytes, a carriage return and a line feed'],
      [102, '', '102 bytes without a line feed'],
    ] as const)
      await bounded(t, receiver, Buffer.from('x'.repeat(length) + end), what, 'one-more', 'peek-spin');
    const client = await t.connect(receiver);
    await client.send(Buffer.from(`${'x'.repeat(100)}\r\n`));
    t.note('sent 100 bytes, a carriage return and a line feed');
    await expectPrinted(t, receiver, printed([Buffer.alloc(100, 'x')]), (seen) =>
      seen.length === 0 && lostBy(receiver) > 4 ? 'return-counted' : undefined,
    );
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
      await bounded(t, receiver, header, `a header that announces ${length} bytes`, looksLike);
    }
  },
  { needs: [LENGTHS] },
);
