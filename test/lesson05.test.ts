import { createServer } from 'node:net';
import { crc32 } from 'node:zlib';
import { residentKb } from '../src/kit/proc.ts';
import { describeExit, type Server } from '../src/kit/server.ts';
import type { Bench } from './support/bench.ts';
import { checkDecoder } from './support/decoders.ts';
import { blaming } from './support/echo.ts';
import { gradedLesson } from './support/graded.ts';
import { patternBytes } from './support/patterns.ts';
import { targetFile } from './support/target.ts';

const SENDER = targetFile('05', 'sender.ts');
const RECEIVER = targetFile('05', 'receiver.ts');

const lesson = gradedLesson(import.meta.url);
const graded = lesson.graded.bind(lesson);

const WRITES = 'sender: writes everything, however few bytes the kernel takes';
const RECORDS = 'receiver: takes records that arrive whole';
const LINES = 'receiver: takes lines that arrive whole';
const LENGTHS = 'receiver: takes messages behind a length that arrive whole';

/** What the sender puts on the wire for this input. */
async function wireOf(
  bench: Bench,
  input: string,
  args: readonly string[],
  cap?: number,
): Promise<{ wire: Buffer; exit: number | null; words: string }> {
  const pieces: Buffer[] = [];
  let ended = false;
  const listener = createServer((socket) => {
    socket.on('data', (data) => pieces.push(data));
    socket.on('end', () => {
      ended = true;
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as { port: number };
  try {
    const sender = await bench.watch(SENDER, {
      args: ['--port', String(port), ...args],
      ...(cap === undefined ? {} : { faults: [{ calls: ['write', 'send'], cap }] }),
    });
    sender.stdin?.end(input);
    const exit = await sender.exit();
    if (exit.code === 0) await sender.waitFor('the end of its stream', () => ended, { alive: false });
    return { wire: Buffer.concat(pieces), exit: exit.code, words: `it ${describeExit(exit)}` };
  } finally {
    listener.close();
  }
}

const hex = (bytes: Buffer): string => {
  const text = bytes
    .subarray(0, 24)
    .toString('hex')
    .replaceAll(/(..)(?=.)/g, '$1 ');
  return `${bytes.length} bytes: ${text}${bytes.length > 24 ? ' …' : ''}`;
};

graded('05.1', 8, WRITES, async (bench: Bench) => {
  const text = patternBytes(2000, 'text').toString('latin1');
  bench.note('each write of this run takes at most 7 bytes');
  const { wire } = await bench.step('ran  sender.ts --framing none, with 2,000 bytes of input', () =>
    wireOf(bench, text, ['--framing', 'none'], 7),
  );
  bench.expect(wire.toString('latin1') === text, {
    expected: 'the 2,000 bytes on the wire',
    saw: `${wire.length} bytes${wire.length === text.length ? ', but not the same' : ''}`,
    looksLike: wire.length < text.length ? 'L05-B15' : undefined,
  });
});

interface Row {
  readonly step: string;
  readonly framing: string;
  readonly args: readonly string[];
  readonly encode: (message: Buffer) => Buffer;
  readonly messages: readonly Buffer[];
  readonly whole: string;
  readonly points: { whole: number; cut: number; incremental: number };
}

function behindLength(message: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  return Buffer.concat([length, message]);
}

const words = ['first', 'a second one', 'naïve 粘包 🙂'].map((text) => Buffer.from(text));

const rows: readonly Row[] = [
  {
    step: '05.2',
    framing: 'fixed',
    args: ['--framing', 'fixed', '--size', '10'],
    encode: (message) => message,
    messages: ['0123456789', 'abcdefghij', '\0\r\n\u0001xyz   '].map((text) => Buffer.from(text)),
    whole: RECORDS,
    points: { whole: 3, cut: 5, incremental: 1 },
  },
  {
    step: '05.3',
    framing: 'lines',
    args: ['--framing', 'lines', '--max', '100'],
    encode: (message) => Buffer.concat([message, Buffer.from('\n')]),
    messages: [...words, Buffer.from(''), Buffer.from('x'.repeat(100))],
    whole: LINES,
    points: { whole: 3, cut: 5, incremental: 1 },
  },
  {
    step: '05.4',
    framing: 'length',
    args: ['--framing', 'length', '--max', '100'],
    encode: behindLength,
    messages: [...words, Buffer.from(''), Buffer.from('\n\r\0'), Buffer.from('x'.repeat(100))],
    whole: LENGTHS,
    points: { whole: 3, cut: 5, incremental: 2 },
  },
];

/** What the receiver prints of these messages. */
const printed = (messages: readonly Buffer[]): string[] =>
  messages.map(
    (message) => `message of ${message.length} bytes, CRC-32 ${crc32(message).toString(16).padStart(8, '0')}`,
  );

const linesOf = (receiver: Server): string[] => receiver.output.out.split('\n').slice(1, -1);

/** Waits until the receiver has printed exactly this. */
async function expectPrinted(
  bench: Bench,
  receiver: Server,
  wanted: readonly string[],
  looksLike: (seen: readonly string[]) => string | undefined,
): Promise<void> {
  await receiver
    .waitFor('a line for each message', () => linesOf(receiver).length >= wanted.length, { alive: false })
    .catch(() => undefined);
  await receiver.quiet((seen) => (seen.kind === 'busy' ? 'L05-B12' : undefined));
  const seen = linesOf(receiver);
  bench.expect(seen.join() === wanted.join(), () => ({
    expected: wanted.map((line) => line.replace(/, CRC.*/, '')).join(' | '),
    saw: seen.length === 0 ? 'nothing' : seen.map((line) => line.replace(/, CRC.*/, '')).join(' | '),
    kernel: receiver.describeProcesses(),
    looksLike: looksLike(seen),
  }));
}

for (const { step, framing, args, encode, messages, whole, points } of rows) {
  const stream = Buffer.concat(messages.map((message) => encode(message)));

  graded(
    step,
    points.whole,
    whole,
    async (bench: Bench) => {
      const receiver = await bench.start(RECEIVER, { args });
      const client = await bench.connect(receiver);
      await bench.step(
        `froze  receiver.ts ${args.join(' ')}; sent ${messages.length} messages in one piece; thawed it`,
        () => receiver.frozen(() => client.send(stream)),
      );
      await expectPrinted(bench, receiver, printed(messages), (seen) =>
        framing === 'length' && seen.length === 0
          ? 'L05-B08'
          : framing === 'lines' && seen.length > 0
            ? 'L05-B13'
            : undefined,
      );
      client.halfClose();
      await expectPrinted(bench, receiver, [...printed(messages), 'end of the stream'], () => undefined);
    },
    { needs: [WRITES] },
  );

  graded(
    step,
    points.cut,
    `receiver: takes ${framing === 'fixed' ? 'records' : framing === 'lines' ? 'lines' : 'messages behind a length'} byte by byte`,
    async (bench: Bench) => {
      const receiver = await bench.start(RECEIVER, { args });
      const client = await bench.connect(receiver);
      for (const [i, byte] of [...stream].entries()) {
        await client.send(Buffer.of(byte));
        await receiver.waitFor('the receiver to take the byte', () => (client.serverRow?.rxQueue ?? 0) === 0, {
          diagnose: (seen) => (seen.kind === 'busy' ? 'L05-B12' : undefined),
        });
        if (i % 16 === 0) await receiver.quiet((seen) => (seen.kind === 'busy' ? 'L05-B12' : undefined));
      }
      bench.note(
        `sent ${stream.length} bytes to  receiver.ts ${args.join(' ')}, each when the one before had been taken`,
      );
      await expectPrinted(bench, receiver, printed(messages), () => (framing === 'length' ? 'L05-B03' : 'L05-B01'));
    },
    { needs: [whole] },
  );
}

graded(
  '05.2',
  4,
  'sender: fills records up with zero bytes',
  async (bench: Bench) => {
    const { wire } = await bench.step('ran  sender.ts --framing fixed --size 8, with "one" and "eight888"', () =>
      wireOf(bench, 'one\neight888\n', ['--framing', 'fixed', '--size', '8']),
    );
    const expected = Buffer.from('one\0\0\0\0\0eight888');
    bench.expect(wire.equals(expected), {
      expected: hex(expected),
      saw: hex(wire),
      looksLike: wire.length !== 16 ? 'L05-B16' : undefined,
    });
    const long = await bench.step('and with a message of nine bytes', () =>
      wireOf(bench, 'nine99999\n', ['--framing', 'fixed', '--size', '8']),
    );
    bench.expect(long.exit === 1, {
      expected: 'exit status 1: it does not fit',
      saw: long.words,
      looksLike: 'L05-B16',
    });
  },
  { needs: [WRITES] },
);

graded(
  '05.3',
  3,
  'sender: ends each line with a line feed',
  async (bench: Bench) => {
    const { wire } = await bench.step('ran  sender.ts --framing lines, with "one", "" and "three"', () =>
      wireOf(bench, 'one\n\nthree', ['--framing', 'lines']),
    );
    bench.expect(wire.toString('latin1') === 'one\n\nthree\n', {
      expected: '"one\\n\\nthree\\n"',
      saw: JSON.stringify(wire.toString('latin1')),
    });
  },
  { needs: [WRITES] },
);

graded(
  '05.4',
  4,
  'sender: counts the bytes of a message',
  async (bench: Bench) => {
    const { wire } = await bench.step('ran  sender.ts --framing length, with "hi", "" and "é"', () =>
      wireOf(bench, 'hi\n\né\n', ['--framing', 'length']),
    );
    const expected = Buffer.concat(['hi', '', 'é'].map((text) => behindLength(Buffer.from(text))));
    const first = wire.length >= 4 ? wire.readUInt32BE() : -1;
    bench.expect(wire.equals(expected), {
      expected: hex(expected),
      saw: hex(wire),
      looksLike:
        first === 0x02000000
          ? 'L05-B08'
          : first === 6
            ? 'L05-B09'
            : first === 2 && wire.length >= 14
              ? 'L05-B07'
              : undefined,
    });
  },
  { needs: [WRITES] },
);

/** The receiver says that the stream is broken, closes, and takes the next client. */
async function expectBroken(bench: Bench, receiver: Server, before: number, looksLike: string): Promise<void> {
  bench.expect(linesOf(receiver).length === before, {
    expected: 'no message of it',
    saw: linesOf(receiver).slice(before).join(' | '),
    looksLike,
  });
  bench.expect(
    receiver.log.some((line) => / lost /.test(line)),
    {
      expected: 'a sentence about it in the log',
      saw: 'none',
      looksLike,
    },
  );
}

const halves: readonly [Row | undefined, Buffer, string][] = [
  [rows[0], Buffer.from('01234'), 'half a record'],
  [rows[1], Buffer.from('no line feed'), 'a line without its end'],
  [rows[2], Buffer.from([0, 0, 0, 9, 65, 66]), 'a length of 9 and two bytes'],
];

for (const [row, bytes, what] of halves) {
  if (row === undefined) continue;
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
        client.expectEnd('any', () => 'L05-B11'),
      );
      await receiver.quiet();
      await expectBroken(bench, receiver, 0, 'L05-B11');
    },
    { needs: [row.whole] },
  );
}

/** Too long a line or message: the connection ends at once, and memory stays as it was. */
async function bounded(bench: Bench, args: readonly string[], bytes: Buffer, what: string): Promise<void> {
  const receiver = await bench.start(RECEIVER, { args });
  const before = residentKb(receiver.pid);
  const client = await bench.connect(receiver);
  await client.send(bytes);
  await bench.step(`sent ${what}, where 100 are allowed; the receiver ends the connection`, () =>
    client.expectEnd('any', () => 'L05-B05'),
  );
  await receiver.quiet();
  const grown = (residentKb(receiver.pid) - before) / 1000;
  bench.expect(grown < 50, {
    expected: 'no room made for it',
    saw: `${grown.toFixed(0)} MB more memory`,
    looksLike: 'L05-B05',
  });
  await expectBroken(bench, receiver, 0, 'L05-B05');
}

graded(
  '05.3',
  4,
  'receiver: hangs up on a line that gets too long',
  async (bench: Bench) => {
    await bounded(bench, rows[1]?.args ?? [], Buffer.alloc(5000, 'x'), '5,000 bytes without a line feed');
  },
  { needs: [LINES] },
);

graded(
  '05.4',
  4,
  'receiver: hangs up on a length that is too long',
  async (bench: Bench) => {
    for (const length of [101, 0x7fffffff, 0xffffffff]) {
      const header = Buffer.alloc(4);
      header.writeUInt32BE(length);
      await bounded(bench, rows[2]?.args ?? [], header, `a header that announces ${length} bytes`);
    }
  },
  { needs: [LENGTHS] },
);

graded(
  '05.3',
  3,
  'receiver: waits asleep for the rest of a line',
  async (bench: Bench) => {
    const receiver = await bench.start(RECEIVER, { args: rows[1]?.args ?? [] });
    const client = await bench.connect(receiver);
    await client.send(Buffer.from('the beginning of '));
    await bench.step('sent a part of a line; the receiver sleeps', () => receiver.quiet(() => 'L05-B12'));
    await client.send(Buffer.from('a line\n'));
    await expectPrinted(bench, receiver, printed([Buffer.from('the beginning of a line')]), () => undefined);
  },
  { needs: [LINES] },
);

graded(
  '05.3',
  2,
  'receiver: takes nothing but the line from the stream',
  async (bench: Bench) => {
    const receiver = await bench.start(RECEIVER, { args: rows[1]?.args ?? [] });
    const client = await bench.connect(receiver);
    await bench.step('froze it; sent a line and 60 bytes without a line feed; thawed it', () =>
      receiver.frozen(() => client.send(Buffer.concat([Buffer.from('a line\n'), Buffer.alloc(60, 'x')]))),
    );
    await bench.step('then ended our direction', () => client.halfClose());
    await receiver.quiet();
    await expectPrinted(bench, receiver, printed([Buffer.from('a line')]), () => 'L05-B13');
    bench.expect(
      receiver.log.some((line) => /ended after 60 bytes/.test(line) || / lost /.test(line)),
      {
        expected: 'the 60 bytes behind the line to be there still, and the end inside a line to be said',
        saw: 'an orderly end',
        looksLike: 'L05-B13',
      },
    );
  },
  { needs: [LINES] },
);

const cutTitle = (name: string): string => `${name}: finds every message, however the stream is cut`;
const DECODER = { fixed: 'FixedDecoder', lines: 'LineDecoder', length: 'LengthDecoder' } as const;

for (const framing of ['fixed', 'lines', 'length'] as const) {
  const title = cutTitle(DECODER[framing]);
  graded('05.5', 5, title, async (bench: Bench) => {
    const problem = await bench.step('tried all ways to cut a short stream, and random ones of random messages', () =>
      checkDecoder(bench, framing, 'cuts', 'L05-B02'),
    );
    bench.expect(problem === null, {
      expected: 'exactly the messages that were sent, and no error',
      saw: problem?.text ?? '',
      looksLike: problem?.kind === 'shared' ? 'L05-B10' : suspect(framing, problem?.text ?? ''),
    });
  });
  graded(
    '05.5',
    framing === 'length' ? 2 : 1,
    `${DECODER[framing]}: says so when the stream ends inside a message`,
    async (bench: Bench) => {
      const problem = await checkDecoder(bench, framing, 'end', 'L05-B11');
      bench.expect(problem === null, {
        expected: 'a BrokenStream from end()',
        saw: problem?.text ?? '',
        looksLike: problem?.kind === 'end' ? 'L05-B11' : undefined,
      });
    },
    { needs: [title] },
  );
  graded(
    '05.5',
    framing === 'length' ? 2 : 1,
    `${DECODER[framing]}: does work in proportion to the bytes`,
    async (bench: Bench) => {
      const problem = await bench.step('1,000,000 bytes of one message, byte by byte', () =>
        checkDecoder(bench, framing, 'long', 'L05-B14'),
      );
      bench.expect(problem === null, { expected: 'the message', saw: problem?.text ?? '' });
    },
    { needs: [title] },
  );
  if (framing === 'fixed') continue;
  graded(
    '05.5',
    3,
    `${DECODER[framing]}: has a bound`,
    async (bench: Bench) => {
      const problem = await checkDecoder(bench, framing, 'bound', 'L05-B05');
      bench.expect(problem === null, {
        expected: 'a BrokenStream as soon as it is too long, and not before',
        saw: problem?.text ?? '',
        looksLike: 'L05-B05',
      });
    },
    { needs: [title] },
  );
}

/** What a wrong list of messages points at. */
function suspect(framing: string, text: string): string | undefined {
  const cuts = /cut at ([\d, ]+)/.exec(text)?.[1];
  if (framing === 'lines' && /\\x0d/.test(text.split(': got ')[1] ?? '')) return 'L05-B04';
  if (framing === 'length' && /got .*push threw|push threw .*(RangeError|range)/i.test(text)) return 'L05-B03';
  if (framing === 'length' && /(^|[[,])""/.test(text.split(', cut')[0] ?? '') && cuts === undefined) return 'L05-B06';
  return cuts === undefined ? 'L05-B02' : framing === 'length' ? 'L05-B03' : 'L05-B02';
}

graded(
  '05.5',
  3,
  'receiver: decodes what comes, also when everything comes at once',
  async (bench: Bench) => {
    for (const { args, encode, messages } of rows) {
      const receiver = await bench.start(RECEIVER, { args: [...args, '--incremental'] });
      const client = await bench.connect(receiver);
      const stream = Buffer.concat(messages.map((message) => encode(message)));
      await bench.step(
        `sent ${messages.length} messages to  receiver.ts ${args.join(' ')} --incremental, in two pieces`,
        async () => {
          await receiver.frozen(() => client.send(stream.subarray(0, -3)));
          await receiver.quiet();
          await client.send(stream.subarray(-3));
        },
      );
      await blaming('L05-B02', () => expectPrinted(bench, receiver, printed(messages), () => 'L05-B02'));
    }
  },
  { needs: Object.values(DECODER).map(cutTitle) },
);

lesson.cleanliness('05.5', 2, [RECORDS], () => undefined);
