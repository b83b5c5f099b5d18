import type { Bench } from '../../src/grading/test-context.ts';
import { residentKb } from '../../src/kit/kernel/proc.ts';
import type { Server } from '../../src/kit/observed-program.ts';
import { graded, LENGTHS, LINES, RECEIVER, type Row, rows } from './lesson.ts';
import { expectPrinted, linesOf, lostBy, printed } from './printed.ts';

/** The receiver has said of so many clients that their stream is broken, and has taken no message from them. */
async function expectBroken(
  bench: Bench,
  receiver: Server,
  clients: number,
  looksLike: string | undefined,
): Promise<void> {
  await receiver
    .waitFor('a sentence about it in the log', () => lostBy(receiver) >= clients, { alive: false })
    .catch(() => undefined);
  await receiver.output.caughtUp();
  bench.expect(linesOf(receiver).length === 0, {
    expected: 'no message of it',
    saw: linesOf(receiver).join(' | '),
    looksLike,
  });
  bench.expect(lostBy(receiver) >= clients, { expected: 'a sentence about it in the log', saw: 'none', looksLike });
}

const halves: readonly [Row | undefined, Buffer, string][] = [
  [rows[0], Buffer.from('01234'), 'half a record'],
  [rows[1], Buffer.from('no line feed'), 'a line without its end'],
  [rows[2], Buffer.from([0, 0, 0, 9, 65, 66]), 'a length of 9 and two bytes'],
];

for (const [row, bytes, what] of halves) {
  if (row === undefined) continue;
  // A mistake is named in its own step.
  const unnoticed = row.framing === 'fixed' ? 'L05-B11' : undefined;
  const spins = row.framing === 'lines' ? 'L05-B12' : undefined;
  graded(
    row.step,
    row.framing === 'fixed' ? 4 : 3,
    `receiver: says so when the stream ends inside ${row.framing === 'fixed' ? 'a record' : row.framing === 'lines' ? 'a line' : 'a message'}`,
    async (bench: Bench) => {
      const receiver = await bench.start(RECEIVER, { args: row.args });
      const client = await bench.connect(receiver);
      await client.send(bytes);
      client.halfClose();
      await bench.step(`sent ${what} and ended our direction; the receiver ends the connection`, () =>
        client.expectEnd('any', (seen) => (seen?.kind === 'busy' ? spins : unnoticed)),
      );
      await expectBroken(bench, receiver, 1, unnoticed);
    },
    { needs: [row.whole] },
  );
}

/** Too long a line or message: the connection ends at once, and memory stays as it was. */
async function bounded(
  bench: Bench,
  receiver: Server,
  bytes: Buffer,
  what: string,
  looksLike?: string,
  spins?: string,
): Promise<void> {
  const lost = lostBy(receiver);
  const before = residentKb(receiver.pid);
  const client = await bench.connect(receiver);
  await client.send(bytes);
  await bench.step(`sent ${what}, where 100 are allowed; the receiver ends the connection`, () =>
    client.expectEnd('any', (seen) => (seen?.kind === 'busy' ? spins : looksLike)),
  );
  await expectBroken(bench, receiver, lost + 1, looksLike);
  const grown = (residentKb(receiver.pid) - before) / 1000;
  bench.expect(grown < 50, {
    expected: 'no room made for it',
    saw: `${grown.toFixed(0)} MB more memory`,
    looksLike,
  });
}

graded(
  '05.3',
  4,
  'receiver: hangs up on a line that gets too long',
  async (bench: Bench) => {
    const receiver = await bench.start(RECEIVER, { args: rows[1]?.args ?? [] });
    await bounded(bench, receiver, Buffer.alloc(5000, 'x'), '5,000 bytes without a line feed', undefined, 'L05-B12');
    for (const [length, end, what] of [
      [101, '\n', '101 bytes and a line feed'],
      [101, '\r\n', '101 bytes, a carriage return and a line feed'],
      [102, '', '102 bytes without a line feed'],
    ] as const)
      await bounded(bench, receiver, Buffer.from('x'.repeat(length) + end), what, 'L05-B21', 'L05-B12');
    const client = await bench.connect(receiver);
    await client.send(Buffer.from(`${'x'.repeat(100)}\r\n`));
    bench.note('sent 100 bytes, a carriage return and a line feed');
    await expectPrinted(bench, receiver, printed([Buffer.alloc(100, 'x')]), (seen) =>
      seen.length === 0 && lostBy(receiver) > 4 ? 'L05-B20' : undefined,
    );
  },
  { needs: [LINES] },
);

graded(
  '05.4',
  4,
  'receiver: hangs up on a length that is too long',
  async (bench: Bench) => {
    const receiver = await bench.start(RECEIVER, { args: rows[2]?.args ?? [] });
    for (const length of [0x7fffffff, 0xffffffff, 101]) {
      const header = Buffer.alloc(4);
      header.writeUInt32BE(length);
      const looksLike = length === 101 ? 'L05-B21' : 'L05-B05';
      await bounded(bench, receiver, header, `a header that announces ${length} bytes`, looksLike);
    }
  },
  { needs: [LENGTHS] },
);
